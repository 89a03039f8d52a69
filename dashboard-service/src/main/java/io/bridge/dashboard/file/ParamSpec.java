package io.bridge.dashboard.file;

import io.bridge.model.dashboard.Param;

/**
 * A parameter of a file.
 *
 * @param shown what clients see of it
 * @param sqlType GoogleSQL's type of one value: {@code STRING}, {@code INT64}, {@code FLOAT64} or
 *     {@code DATE}
 */
public record ParamSpec(Param shown, String sqlType) {
  public String name() {
    return shown.name();
  }

  public ParamType type() {
    return ParamType.of(shown.type());
  }
}
