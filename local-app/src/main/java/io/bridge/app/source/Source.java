package io.bridge.app.source;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;

import io.bridge.model.error.BridgeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/** A DuckDB database or a Parquet file that is read. For one thread. */
public final class Source implements AutoCloseable {
  private final Path file;
  private final FileKind kind;
  private final ScratchFolder scratch;
  private final DuckDb duckDb;

  private Source(Path file, FileKind kind, ScratchFolder scratch) {
    this.file = file;
    this.kind = kind;
    this.scratch = scratch;
    this.duckDb =
        switch (kind) {
          case DUCKDB -> DuckDb.attached(file, scratch);
          case PARQUET -> DuckDb.plain(file, scratch);
        };
  }

  /**
   * @param file absolute
   * @throws BridgeException {@code FILE_UNREADABLE} where it is neither, damaged, or held open by a
   *     program that writes it
   */
  public static Source open(Path file, ScratchFolder scratch) {
    return new Source(file, FileKind.of(file), scratch);
  }

  /**
   * The tables to carry.
   *
   * @param wanted for a database the names of tables and views, empty for every table of the main
   *     schema; for a Parquet file at most one name, that of the table it becomes
   * @throws BridgeException {@code TABLE_NOT_FOUND}; {@code FILE_UNREADABLE} where there is none
   */
  public Selection select(List<String> wanted) {
    return switch (kind) {
      case DUCKDB -> Relation.select(Relation.all(duckDb, DuckDb.alias(file)), wanted, file);
      case PARQUET -> new Selection(List.of(parquet(wanted)), List.of());
    };
  }

  private SourceTable parquet(List<String> wanted) {
    if (wanted.size() > 1) {
      throw INVALID_REQUEST.with("A Parquet file becomes one table: give --table once at most.");
    }
    String name = wanted.isEmpty() ? nameOf(file) : wanted.getFirst();
    String relation = "read_parquet(" + DuckDb.literal(link()) + ", hive_partitioning = false)";
    return new SourceTable(file.getFileName().toString(), name, relation);
  }

  /** DuckDB would take a star or a bracket in the file's own path as a pattern. */
  private Path link() {
    Path link = scratch.resolve("source.parquet");
    try {
      if (!Files.exists(link)) {
        Files.createSymbolicLink(link, file);
      }
      return link;
    } catch (IOException e) {
      throw new UncheckedIOException("No link can be made in " + scratch.path(), e);
    }
  }

  /** A name for the warehouse made from the file's: lower-case letters, digits, underscores. */
  public static String nameOf(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return Normalizer.normalize(stem, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .replaceAll("[^A-Za-z0-9]+", "_")
        .replaceAll("^_|_$", "")
        .toLowerCase(Locale.ROOT);
  }

  DuckDb duckDb() {
    return duckDb;
  }

  Path file() {
    return file;
  }

  ScratchFolder scratch() {
    return scratch;
  }

  @Override
  public void close() {
    duckDb.close();
  }
}
