package io.bridge.cloud.contract.bigquery;

import static io.bridge.cloud.contract.bigquery.Arguments.texts;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.bigquery.CsvOptions;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.JobInfo.CreateDisposition;
import com.google.cloud.bigquery.JobInfo.SchemaUpdateOption;
import com.google.cloud.bigquery.JobInfo.WriteDisposition;
import com.google.cloud.bigquery.LoadConfiguration;
import com.google.cloud.bigquery.ParquetOptions;
import java.util.Set;

/** The options of a load, in REST's words. */
final class LoadOptions {
  private static final Set<String> OF_CSV =
      Set.of(
          "skipLeadingRows", "fieldDelimiter", "quote", "allowJaggedRows", "allowQuotedNewlines");

  private LoadOptions() {}

  static void set(LoadConfiguration.Builder load, JsonNode with) {
    JsonNode options = with.path("options");
    load.setFormatOptions(format(with.path("format").asText(), options));
    if (with.has("schema")) {
      load.setSchema(Schemas.read(with.path("schema")));
    }
    options.properties().forEach(it -> set(load, it.getKey(), it.getValue()));
  }

  private static void set(LoadConfiguration.Builder load, String option, JsonNode value) {
    switch (option) {
      case "writeDisposition" -> load.setWriteDisposition(WriteDisposition.valueOf(value.asText()));
      case "createDisposition" ->
          load.setCreateDisposition(CreateDisposition.valueOf(value.asText()));
      case "maxBadRecords" -> load.setMaxBadRecords(value.asInt());
      case "ignoreUnknownValues" -> load.setIgnoreUnknownValues(value.asBoolean());
      case "autodetect" -> load.setAutodetect(value.asBoolean());
      case "nullMarker" -> load.setNullMarker(value.asText());
      case "clustering" -> load.setClustering(Definitions.clustering(value));
      case "timePartitioning" -> load.setTimePartitioning(Definitions.partitions(value));
      case "schemaUpdateOptions" ->
          load.setSchemaUpdateOptions(
              texts(value).stream().map(SchemaUpdateOption::valueOf).toList());
      default -> {
        if (!OF_CSV.contains(option)) {
          throw new IllegalArgumentException("No such option of a load here: " + option);
        }
      }
    }
  }

  private static FormatOptions format(String format, JsonNode options) {
    return switch (format) {
      case "CSV" -> csv(options);
      case "PARQUET" -> ParquetOptions.newBuilder().setEnableListInference(true).build();
      default -> FormatOptions.of(format);
    };
  }

  private static CsvOptions csv(JsonNode options) {
    CsvOptions.Builder csv = CsvOptions.newBuilder();
    if (options.has("skipLeadingRows")) {
      csv.setSkipLeadingRows(options.path("skipLeadingRows").asLong());
    }
    if (options.has("fieldDelimiter")) {
      csv.setFieldDelimiter(options.path("fieldDelimiter").asText());
    }
    if (options.has("quote")) {
      csv.setQuote(options.path("quote").asText());
    }
    if (options.has("allowJaggedRows")) {
      csv.setAllowJaggedRows(options.path("allowJaggedRows").asBoolean());
    }
    if (options.has("allowQuotedNewlines")) {
      csv.setAllowQuotedNewLines(options.path("allowQuotedNewlines").asBoolean());
    }
    return csv.build();
  }
}
