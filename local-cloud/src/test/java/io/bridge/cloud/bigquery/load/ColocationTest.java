package io.bridge.cloud.bigquery.load;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.bridge.cloud.http.GoogleError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColocationTest {
  @ParameterizedTest
  @CsvSource({
    "US, US",
    "asia-northeast1, US",
    "EU, EU",
    "europe-west4, EU",
    "EUR4, EU",
    "us-central1, us-central1",
    "US-CENTRAL1, us-central1",
    "NAM4, us-central1",
    "EUR7, europe-west2"
  })
  void lets(String bucket, String dataset) {
    assertDoesNotThrow(() -> Colocation.ofLoad(bucket, dataset));
    assertDoesNotThrow(() -> Colocation.ofExtract(dataset, bucket));
  }

  @ParameterizedTest
  @CsvSource({
    "US, EU",
    "us-central1, EU",
    "europe-west2, EU",
    "EUR5, EU",
    "US, us-central1",
    "us-east1, us-central1",
    "EUR4, europe-west1"
  })
  void refuses(String bucket, String dataset) {
    GoogleError load = assertThrows(GoogleError.class, () -> Colocation.ofLoad(bucket, dataset));
    GoogleError extract =
        assertThrows(GoogleError.class, () -> Colocation.ofExtract(dataset, bucket));

    assertEquals(
        "Cannot read and write in different locations: source: %s, destination: %s"
            .formatted(bucket, dataset),
        load.getMessage());
    assertEquals(
        "Cannot read and write in different locations: source: %s, destination: %s"
            .formatted(dataset, bucket),
        extract.getMessage());
  }
}
