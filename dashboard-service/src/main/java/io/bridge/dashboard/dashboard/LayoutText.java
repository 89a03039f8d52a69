package io.bridge.dashboard.dashboard;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** The layout as JSON. */
@Converter
class LayoutText implements AttributeConverter<Layout, String> {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  @Override
  public String convertToDatabaseColumn(Layout layout) {
    try {
      return layout == null ? null : MAPPER.writeValueAsString(layout);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Layout convertToEntityAttribute(String text) {
    try {
      return text == null ? null : MAPPER.readValue(text, Layout.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
