package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import java.util.Set;

/** In which form the files of a load are, and how to read it. */
sealed interface SourceFormat {

  record Parquet(ParquetOptions options) implements SourceFormat {}

  record Csv(CsvOptions options) implements SourceFormat {}

  /** One object a line. */
  record Json() implements SourceFormat {}

  /**
   * Reads {@code sourceFormat} and the options of that format; those of another are refused.
   *
   * @throws GoogleError 400 for what BigQuery refuses, 501 for a format not emulated
   */
  static SourceFormat read(Body load) {
    var words =
        Set.of(
            "CSV",
            "NEWLINE_DELIMITED_JSON",
            "PARQUET",
            "AVRO",
            "ORC",
            "DATASTORE_BACKUP",
            "GOOGLE_SHEETS");
    var format = load.word("sourceFormat", "CSV", words);
    if (!format.equals("CSV")) {
      CsvOptions.refuse(load, format);
    }
    if (!format.equals("PARQUET")) {
      ParquetOptions.refuse(load, format);
    }
    return switch (format) {
      case "CSV" -> new Csv(CsvOptions.read(load));
      case "NEWLINE_DELIMITED_JSON" -> json(load);
      case "PARQUET" -> new Parquet(ParquetOptions.read(load));
      default ->
          throw GoogleError.unimplemented(
              "BigQuery jobs.insert with configuration.load.sourceFormat " + format);
    };
  }

  /** BigQuery's name of the format. */
  default String word() {
    return switch (this) {
      case Parquet _ -> "PARQUET";
      case Csv _ -> "CSV";
      case Json _ -> "NEWLINE_DELIMITED_JSON";
    };
  }

  private static Json json(Body load) {
    load.word("encoding", "UTF-8", Set.of("UTF-8"));
    ColumnNames.refuse(load, "NEWLINE_DELIMITED_JSON");
    var extension = load.text("jsonExtension");
    if (extension != null && !Set.of("", "JSON_EXTENSION_UNSPECIFIED").contains(extension)) {
      if (extension.equals("GEOJSON")) {
        throw GoogleError.unimplemented("BigQuery configuration.load.jsonExtension GEOJSON");
      }
      throw load.invalid("jsonExtension");
    }
    return new Json();
  }
}
