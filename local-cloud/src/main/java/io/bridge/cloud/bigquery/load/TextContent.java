package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.value.JsonRow;
import io.bridge.cloud.http.GoogleError;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Files of CSV or of JSON, gzipped or not. */
record TextContent(LoadSpec spec, List<StagedFile> files) implements Content {
  private static final int SAMPLE_ROWS = 500;

  @Override
  public List<Field> fields() {
    return switch (spec.format()) {
      case SourceFormat.Csv(CsvOptions csv) -> head(csv, files.getFirst()).fields();
      case SourceFormat.Json _ -> shape().fields(spec.naming());
      case SourceFormat.Parquet _ -> throw new IllegalStateException();
    };
  }

  @Override
  public Rows rows(TargetSchema schema) {
    var bad = new BadRecords(spec.format(), spec.maxBadRecords());
    return new TextRows(this, schema, bad);
  }

  /** The rows of one file, as values of the fields. */
  RecordReader open(StagedFile file, List<Field> fields) throws IOException {
    return switch (spec.format()) {
      case SourceFormat.Csv(CsvOptions csv) -> openCsv(csv, file, fields);
      case SourceFormat.Json _ -> {
        var rules = new JsonRow.Rules(spec.ignoreUnknown(), false);
        yield new JsonReader(new JsonLines(bytes(file)), new JsonRow(fields, rules));
      }
      case SourceFormat.Parquet _ -> throw new IllegalStateException();
    };
  }

  private RecordReader openCsv(CsvOptions csv, StagedFile file, List<Field> fields)
      throws IOException {
    requireFlat(fields);
    boolean looks = spec.autodetect() || csv.byName();
    var head = looks ? head(csv, file) : new CsvHead(skipped(csv), null, List.of());
    if (csv.byName() && head.names() == null && !spec.autodetect()) {
      throw GoogleError.invalid("sourceColumnMatch NAME needs a header; set skipLeadingRows");
    }
    var columns =
        csv.byName() && head.names() != null
            ? CsvColumns.names(fields, head.names(), spec.ignoreUnknown())
            : CsvColumns.positions(fields);
    var tokens = new CsvTokens(bytes(file), csv);
    for (long i = 0; i < head.skip(); i++) {
      tokens.next();
    }
    return new CsvReader(tokens, csv, columns, spec.ignoreUnknown());
  }

  private CsvHead head(CsvOptions csv, StagedFile file) {
    try (var tokens = new CsvTokens(bytes(file), csv)) {
      return CsvHead.read(tokens, csv, spec.naming(), spec.autodetect());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private JsonShape shape() {
    var shape = new JsonShape();
    int rows = 0;
    for (var file : files) {
      try (var lines = new JsonLines(bytes(file))) {
        for (; rows < SAMPLE_ROWS; rows++) {
          var object = lines.next();
          if (object == null) {
            break;
          }
          shape.add(object);
        }
      } catch (RecordReader.BadRow e) {
        throw GoogleError.invalid(e.getMessage() + " File: " + file.uri());
      } catch (IOException e) {
        throw unreadable(file, e);
      }
    }
    return shape;
  }

  /** The refusal of a file whose bytes cannot be read. */
  static GoogleError unreadable(StagedFile file, IOException e) {
    return GoogleError.invalid(
        "Error while reading data, error message: %s. File: %s"
            .formatted(e.getMessage(), file.uri()));
  }

  private static InputStream bytes(StagedFile file) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(file.path()), 1 << 16);
    in.mark(2);
    boolean packed = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return packed ? new GZIPInputStream(in, 1 << 16) : in;
  }

  private static long skipped(CsvOptions csv) {
    return csv.skippedRows() == null ? 0 : csv.skippedRows();
  }

  private static void requireFlat(List<Field> fields) {
    for (var field : fields) {
      if (field.isRepeated() || field.type().equals("STRUCT")) {
        throw GoogleError.invalid(
            "Unsupported field type for CSV: field %s is %s"
                .formatted(field.name(), field.isRepeated() ? "REPEATED" : "RECORD"));
      }
    }
  }
}
