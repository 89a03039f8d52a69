package io.bridge.connection.connection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.bridge.model.connection.PermissionCheck;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** Checks as JSON in a text column; the database never looks inside. */
@Converter
@RegisterForReflection(targets = PermissionCheck.class)
final class ChecksText implements AttributeConverter<List<PermissionCheck>, String> {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<List<PermissionCheck>> CHECKS = new TypeReference<>() {};

  @Override
  public String convertToDatabaseColumn(List<PermissionCheck> checks) {
    try {
      return MAPPER.writeValueAsString(checks);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<PermissionCheck> convertToEntityAttribute(String text) {
    try {
      return text == null ? List.of() : MAPPER.readValue(text, CHECKS);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
