package io.bridge.cloud.bigquery.wire;

import io.bridge.cloud.http.GoogleError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which names BigQuery accepts. Each check returns the name, or fails with 400 {@code invalid}. */
public final class Names {
  private static final int MAX_ID_BYTES = 1024;
  private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9_]{1,1024}");
  private static final Pattern TABLE =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}]+");
  private static final Pattern JOB = Pattern.compile("[A-Za-z0-9_-]{1,1024}");
  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,299}");
  private static final Pattern LOCATION = Pattern.compile("[A-Za-z][A-Za-z0-9-]{1,40}");
  private static final List<String> RESERVED_COLUMN_PREFIXES =
      List.of(
          "_TABLE_",
          "_FILE_",
          "_PARTITION",
          "_ROW_TIMESTAMP",
          "__ROOT__",
          "_COLIDENTIFIER",
          "_CHANGE_SEQUENCE_NUMBER",
          "_CHANGE_TYPE",
          "_CHANGE_TIMESTAMP");

  private Names() {}

  public static String dataset(String id) {
    if (!DATASET.matcher(id).matches()) {
      throw GoogleError.invalid(
          ("Invalid dataset ID \"%s\". Dataset IDs must be alphanumeric (plus underscores) "
                  + "and must be at most 1024 characters long.")
              .formatted(id));
    }
    return id;
  }

  public static String table(String id) {
    boolean fits = id.getBytes(StandardCharsets.UTF_8).length <= MAX_ID_BYTES;
    if (!fits || !TABLE.matcher(id).matches() || id.equals("__TABLES__")) {
      throw GoogleError.invalid(
          ("Invalid table ID \"%s\". Table IDs must be alphanumeric (plus underscores) and "
                  + "must be at most 1024 characters long. Also, Table decorators cannot be used.")
              .formatted(id));
    }
    return id;
  }

  public static String job(String id) {
    if (!JOB.matcher(id).matches()) {
      throw GoogleError.invalid(
          ("Invalid job ID \"%s\". Job IDs must be alphanumeric (plus underscores and "
                  + "dashes) and must be at most 1024 characters long.")
              .formatted(id));
    }
    return id;
  }

  public static String column(String name) {
    if (!COLUMN.matcher(name).matches()) {
      throw GoogleError.invalid(
          ("Invalid field name \"%s\". Fields must contain only letters, numbers, and "
                  + "underscores, start with a letter or underscore, and be at most 300 characters "
                  + "long.")
              .formatted(name));
    }
    var upper = name.toUpperCase(Locale.ROOT);
    if (RESERVED_COLUMN_PREFIXES.stream().anyMatch(upper::startsWith)) {
      throw GoogleError.invalid(
          ("Invalid field name \"%s\". Field names are not allowed to start with the "
                  + "(case-insensitive) prefixes %s")
              .formatted(name, String.join(", ", RESERVED_COLUMN_PREFIXES)));
    }
    return name;
  }

  /** A location as Google prints it: {@code US}, {@code EU}, {@code europe-west3}. */
  public static String location(String location) {
    if (!LOCATION.matcher(location).matches()) {
      throw GoogleError.invalid("Invalid value for: location");
    }
    return location.contains("-")
        ? location.toLowerCase(Locale.ROOT)
        : location.toUpperCase(Locale.ROOT);
  }
}
