package io.bridge.dashboard.dashboard;

import com.fasterxml.jackson.core.type.TypeReference;
import io.bridge.runtime.store.JsonText;
import jakarta.persistence.Converter;

/** The layout as JSON. */
@Converter
class LayoutText extends JsonText<Layout> {
  LayoutText() {
    super(new TypeReference<>() {});
  }
}
