package io.bridge.cloud.bigquery.extract;

import io.bridge.cloud.bigquery.load.GcsUri;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.TableName;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code configuration.extract} of a job.
 *
 * @param compression NONE, GZIP, SNAPPY or ZSTD
 * @param delimiter of CSV
 * @param header whether CSV begins with the names of the columns
 */
public record ExtractSpec(
    TableName source,
    List<GcsUri> uris,
    Format format,
    String compression,
    char delimiter,
    boolean header) {

  /** In which form the files are written. */
  public enum Format {
    CSV,
    NEWLINE_DELIMITED_JSON,
    PARQUET
  }

  /**
   * Reads and checks the configuration.
   *
   * @param project the one project there is
   * @throws GoogleError 400 for what BigQuery refuses, 501 for a format not emulated
   */
  public static ExtractSpec read(String project, Body extract) {
    extract.known(
        Set.of(
            "sourceTable",
            "destinationUri",
            "destinationUris",
            "destinationFormat",
            "compression",
            "fieldDelimiter",
            "printHeader"),
        Set.of("useAvroLogicalTypes"));
    var format = format(extract);
    return new ExtractSpec(
        TableName.read(project, extract.requiredObject("sourceTable")),
        uris(extract),
        format,
        compression(extract, format),
        delimiter(extract, format),
        extract.flag("printHeader", true));
  }

  private static Format format(Body extract) {
    var words = Set.of("CSV", "NEWLINE_DELIMITED_JSON", "PARQUET", "AVRO");
    var format = extract.word("destinationFormat", "CSV", words);
    if (format.equals("AVRO")) {
      throw GoogleError.unimplemented("BigQuery configuration.extract.destinationFormat AVRO");
    }
    return Format.valueOf(format);
  }

  private static List<GcsUri> uris(Body extract) {
    var texts = new ArrayList<>(extract.texts("destinationUris"));
    var one = extract.text("destinationUri");
    if (one != null && texts.isEmpty()) {
      texts.add(one);
    }
    if (texts.isEmpty()) {
      throw new GoogleError(400, "required", "Required parameter is missing: destinationUris");
    }
    if (texts.size() > 1) {
      throw GoogleError.unimplemented("BigQuery extract to more than one URI");
    }
    return texts.stream().map(GcsUri::parse).toList();
  }

  private static String compression(Body extract, Format format) {
    var words = Set.of("NONE", "GZIP", "SNAPPY", "ZSTD", "DEFLATE");
    var compression = extract.word("compression", "NONE", words);
    var legal =
        format == Format.PARQUET
            ? Set.of("NONE", "GZIP", "SNAPPY", "ZSTD")
            : Set.of("NONE", "GZIP");
    if (!legal.contains(compression)) {
      throw GoogleError.invalid(
          "Compression %s is not supported for destination format %s"
              .formatted(compression, format));
    }
    return compression;
  }

  private static char delimiter(Body extract, Format format) {
    var text = extract.text("fieldDelimiter");
    if (text == null || text.isEmpty()) {
      return ',';
    }
    if (format != Format.CSV) {
      throw GoogleError.invalid("fieldDelimiter is only for destination format CSV");
    }
    var one = text.equals("\\t") || text.equals("tab") ? "\t" : text;
    if (one.length() != 1 || "\n\r\"".contains(one)) {
      throw extract.invalid("fieldDelimiter");
    }
    return one.charAt(0);
  }
}
