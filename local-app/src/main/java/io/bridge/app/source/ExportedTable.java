package io.bridge.app.source;

import io.bridge.model.type.SourceColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table as one Parquet file, ready to be sent.
 *
 * @param name name in the warehouse
 * @param columns as the source has them, in the order of the file
 */
public record ExportedTable(
    String name, Path file, long sizeBytes, long rows, List<SourceColumn> columns) {

  /**
   * Writes the table into the scratch folder and counts what was written.
   *
   * @param number unique in this run; names the file
   */
  public static ExportedTable write(Source source, CheckedTable checked, int number) {
    Path file = source.scratch().resolve(number + ".parquet");
    source
        .duckDb()
        .run(
            "COPY (SELECT %s FROM %s) TO %s (FORMAT parquet, COMPRESSION zstd)"
                .formatted(projection(checked), checked.table().relation(), DuckDb.literal(file)));
    long written =
        source
            .duckDb()
            .query(
                "SELECT sum(num_rows)::BIGINT FROM parquet_file_metadata(%s)"
                    .formatted(DuckDb.literal(file)),
                row -> row.getLong(1))
            .getFirst();
    if (written != checked.rows()) {
      throw FileKind.unreadable(
          source.file(),
          "its table %s gave %d rows first and %d then"
              .formatted(checked.table().source(), checked.rows(), written));
    }
    return new ExportedTable(checked.table().name(), file, size(file), written, checked.columns());
  }

  private static String projection(CheckedTable checked) {
    return checked.mappings().stream()
        .map(m -> m.export().select() + " AS " + DuckDb.identifier(m.column().name()))
        .collect(Collectors.joining(", "));
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The exported file is gone: " + file, e);
    }
  }
}
