package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.http.GoogleError;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Where a bucket must be so that rows may go between it and a dataset: where the dataset is, in a
 * region of its multi-region, or in a pair of regions that has its region. A dataset of the
 * multi-region {@code US} takes from anywhere and gives to anywhere.
 */
public final class Colocation {
  private static final Map<String, Set<String>> PAIRS =
      Map.of(
          "ASIA1", Set.of("ASIA-NORTHEAST1", "ASIA-NORTHEAST2"),
          "EUR4", Set.of("EUROPE-NORTH1", "EUROPE-WEST4"),
          "EUR5", Set.of("EUROPE-WEST1", "EUROPE-WEST2"),
          "EUR7", Set.of("EUROPE-WEST2", "EUROPE-WEST3"),
          "EUR8", Set.of("EUROPE-WEST3", "EUROPE-WEST6"),
          "NAM4", Set.of("US-CENTRAL1", "US-EAST1"));

  /** London and Zurich: in Europe, and not in the union that {@code EU} stands for. */
  private static final Set<String> OUTSIDE_EU = Set.of("EUROPE-WEST2", "EUROPE-WEST6");

  private Colocation() {}

  /**
   * Of a load.
   *
   * @param bucket its location, in any case
   * @param dataset its location
   * @throws GoogleError 400 as BigQuery words it
   */
  public static void ofLoad(String bucket, String dataset) {
    if (!fits(bucket, dataset)) {
      throw apart(bucket, dataset);
    }
  }

  /** Of an extract; as {@link #ofLoad}. */
  public static void ofExtract(String dataset, String bucket) {
    if (!fits(bucket, dataset)) {
      throw apart(dataset, bucket);
    }
  }

  private static GoogleError apart(String source, String destination) {
    return GoogleError.invalid(
        "Cannot read and write in different locations: source: %s, destination: %s"
            .formatted(source, destination));
  }

  private static boolean fits(String bucketLocation, String datasetLocation) {
    var bucket = bucketLocation.toUpperCase(Locale.ROOT);
    var dataset = datasetLocation.toUpperCase(Locale.ROOT);
    var regions = PAIRS.getOrDefault(bucket, Set.of(bucket));
    return switch (dataset) {
      case "US" -> true;
      case "EU" -> bucket.equals("EU") || regions.stream().allMatch(Colocation::isInEu);
      default -> regions.contains(dataset);
    };
  }

  private static boolean isInEu(String region) {
    return region.startsWith("EUROPE-") && !OUTSIDE_EU.contains(region);
  }
}
