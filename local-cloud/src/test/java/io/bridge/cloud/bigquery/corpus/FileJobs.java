package io.bridge.cloud.bigquery.corpus;

import com.google.cloud.RetryOption;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.CsvOptions;
import com.google.cloud.bigquery.ExtractJobConfiguration;
import com.google.cloud.bigquery.FormatOptions;
import com.google.cloud.bigquery.JobConfiguration;
import com.google.cloud.bigquery.JobInfo;
import com.google.cloud.bigquery.LoadJobConfiguration;
import com.google.cloud.bigquery.ParquetOptions;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.TableId;
import io.bridge.cloud.bigquery.BigQueryServer;
import java.time.Duration;
import java.util.List;

/** Loads and extracts of files, by Google's client. */
final class FileJobs {
  private static final RetryOption DELAY =
      RetryOption.initialRetryDelayDuration(Duration.ofMillis(20));

  private final BigQuery client;

  FileJobs(BigQuery client) {
    this.client = client;
  }

  /** The formats that both have. */
  enum Format {
    CSV(CsvOptions.newBuilder().setAllowQuotedNewLines(true).build()),
    NEWLINE_DELIMITED_JSON(FormatOptions.json()),
    PARQUET(ParquetOptions.newBuilder().setEnableListInference(true).build());

    private final FormatOptions options;

    Format(FormatOptions options) {
      this.options = options;
    }
  }

  void load(String object, Format format, Schema schema, String table) throws InterruptedException {
    run(
        LoadJobConfiguration.newBuilder(id(table), uri(object), format.options)
            .setSchema(schema)
            .setDecimalTargetTypes(
                format == Format.PARQUET ? List.of("NUMERIC", "BIGNUMERIC") : null)
            .build());
  }

  void load(String object, RowFiles.Dialect csv, Schema schema, String table)
      throws InterruptedException {
    var options =
        CsvOptions.newBuilder()
            .setAllowQuotedNewLines(true)
            .setFieldDelimiter(csv.delimiter())
            .setQuote(csv.quote())
            .build();
    run(
        LoadJobConfiguration.newBuilder(id(table), uri(object), options)
            .setNullMarker(csv.nullMarker())
            .setSchema(schema)
            .build());
  }

  void extract(String table, Format format, String object) throws InterruptedException {
    run(
        ExtractJobConfiguration.newBuilder(id(table), uri(object))
            .setFormat(format.name())
            .setPrintHeader(format == Format.CSV ? Boolean.FALSE : null)
            .build());
  }

  private void run(JobConfiguration job) throws InterruptedException {
    var error = client.create(JobInfo.of(job)).waitFor(DELAY).getStatus().getError();
    if (error != null) {
      throw new IllegalStateException(job + ": " + error);
    }
  }

  private static TableId id(String table) {
    return TableId.of(CorpusTables.DATASET, table);
  }

  private static String uri(String object) {
    return "gs://" + BigQueryServer.BUCKET + "/" + object;
  }
}
