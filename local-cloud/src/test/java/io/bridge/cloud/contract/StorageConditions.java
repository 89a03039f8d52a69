package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.storage.Storage.BlobGetOption;
import com.google.cloud.storage.Storage.BlobSourceOption;
import com.google.cloud.storage.Storage.BlobTargetOption;
import com.google.cloud.storage.Storage.BlobWriteOption;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongFunction;

/** What a step says must hold, as the client's options. */
final class StorageConditions {
  private static final String GENERATION = "ifGenerationMatch";
  private static final String NOT_GENERATION = "ifGenerationNotMatch";
  private static final String METAGENERATION = "ifMetagenerationMatch";
  private static final String NOT_METAGENERATION = "ifMetagenerationNotMatch";

  private StorageConditions() {}

  static BlobTargetOption[] ofTarget(JsonNode with) {
    return chosen(
        with,
        Map.of(
            GENERATION, BlobTargetOption::generationMatch,
            NOT_GENERATION, BlobTargetOption::generationNotMatch,
            METAGENERATION, BlobTargetOption::metagenerationMatch,
            NOT_METAGENERATION, BlobTargetOption::metagenerationNotMatch),
        BlobTargetOption[]::new);
  }

  static BlobSourceOption[] ofSource(JsonNode with) {
    return chosen(
        with,
        Map.of(
            GENERATION, BlobSourceOption::generationMatch,
            NOT_GENERATION, BlobSourceOption::generationNotMatch,
            METAGENERATION, BlobSourceOption::metagenerationMatch,
            NOT_METAGENERATION, BlobSourceOption::metagenerationNotMatch),
        BlobSourceOption[]::new);
  }

  static BlobGetOption[] ofGet(JsonNode with) {
    return chosen(
        with,
        Map.of(
            GENERATION, BlobGetOption::generationMatch,
            NOT_GENERATION, BlobGetOption::generationNotMatch,
            METAGENERATION, BlobGetOption::metagenerationMatch,
            NOT_METAGENERATION, BlobGetOption::metagenerationNotMatch),
        BlobGetOption[]::new);
  }

  static BlobWriteOption[] ofWrite(JsonNode with) {
    return chosen(
        with, Map.of(GENERATION, BlobWriteOption::generationMatch), BlobWriteOption[]::new);
  }

  private static <T> T[] chosen(
      JsonNode with, Map<String, LongFunction<T>> options, IntFunction<T[]> array) {
    return options.entrySet().stream()
        .filter(option -> with.has(option.getKey()))
        .map(option -> option.getValue().apply(with.path(option.getKey()).asLong()))
        .toArray(array);
  }
}
