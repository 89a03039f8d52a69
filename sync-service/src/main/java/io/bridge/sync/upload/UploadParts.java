package io.bridge.sync.upload;

import com.fasterxml.jackson.core.type.TypeReference;
import io.bridge.model.error.Violation;
import io.bridge.model.type.WarehouseColumn;
import io.bridge.model.upload.UploadFailure;
import io.bridge.model.upload.UploadStep;
import io.bridge.runtime.store.JsonText;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Converter;
import java.util.List;

/** The parts of an upload that are kept as JSON. */
@RegisterForReflection(
    targets = {WarehouseColumn.class, UploadStep.class, UploadFailure.class, Violation.class})
final class UploadParts {
  private UploadParts() {}

  @Converter
  static final class Columns extends JsonText<List<WarehouseColumn>> {
    Columns() {
      super(new TypeReference<>() {});
    }
  }

  @Converter
  static final class History extends JsonText<List<UploadStep>> {
    History() {
      super(new TypeReference<>() {});
    }
  }

  @Converter
  static final class Failure extends JsonText<UploadFailure> {
    Failure() {
      super(new TypeReference<>() {});
    }
  }
}
