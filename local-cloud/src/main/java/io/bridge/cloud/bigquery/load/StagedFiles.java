package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.parquet.ParquetFooter;
import io.bridge.cloud.bigquery.warehouse.DuckErrors;
import io.bridge.cloud.http.GoogleError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The files of one load, linked into the folder that the warehouse may read: under a name made
 * here, and safe from being replaced or deleted while they are read.
 */
final class StagedFiles implements AutoCloseable {
  private final Path dir;
  private final List<Path> paths = new ArrayList<>();

  StagedFiles(Path dir) {
    this.dir = dir;
  }

  /**
   * Links the objects that a URI names.
   *
   * @param location of the dataset that they go to
   * @throws GoogleError 404 when there is none, 400 when they are too far away
   */
  List<StagedFile> stage(SourceObjects objects, GcsUri uri, String location) {
    Colocation.ofLoad(find(uri, () -> objects.location(uri.bucket())), location);
    if (!uri.isWildcard()) {
      return List.of(
          link(uri.toString(), find(uri, () -> objects.file(uri.bucket(), uri.object()))));
    }
    var names = find(uri, () -> objects.names(uri.bucket(), uri.prefix()));
    var found = uri.matching(names);
    if (found.isEmpty()) {
      throw GoogleError.notFound("Not found: Uris " + uri);
    }
    return found.stream()
        .map(one -> link(one.toString(), find(one, () -> objects.file(one.bucket(), one.object()))))
        .toList();
  }

  /** Links a file that came with the request. */
  StagedFile uploaded(Path file) {
    return link("uploaded file", file);
  }

  /**
   * Reads the schema of a Parquet file.
   *
   * @throws GoogleError 400 {@code invalid} when it is none
   */
  ParquetFile parquet(Connection c, StagedFile file) {
    try {
      var read = ParquetFile.read(c, file);
      return read.hasWideDecimals() ? read.from(withPlainBytes(file)) : read;
    } catch (SQLException e) {
      throw unreadable(e, file);
    }
  }

  private StagedFile withPlainBytes(StagedFile file) {
    var copy = dir.resolve(UUID.randomUUID().toString());
    paths.add(copy);
    try {
      ParquetFooter.copyWithPlainBytes(file.path(), copy);
    } catch (IOException e) {
      throw TextContent.unreadable(file, e);
    }
    return new StagedFile(file.uri(), copy, file.sizeBytes());
  }

  /** The refusal of a file that DuckDB cannot read, in words that name the object. */
  static GoogleError unreadable(SQLException e, StagedFile file) {
    var uri = file.uri();
    var refusal = DuckErrors.refusal(e, "invalid", "Error while reading data, error message: ");
    var message = refusal.getMessage().replace(file.path().toString(), uri);
    var end = message.contains(uri) ? "" : ". File: " + uri;
    return new GoogleError(refusal.code(), refusal.reason(), message + end);
  }

  @Override
  public void close() {
    for (var path : paths) {
      try {
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private StagedFile link(String name, Path source) {
    var target = dir.resolve(UUID.randomUUID().toString());
    paths.add(target);
    try {
      try {
        Files.createLink(target, source);
      } catch (UnsupportedOperationException | IOException _) {
        Files.copy(source, target);
      }
      return new StagedFile(name, target, Files.size(target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static <T> T find(GcsUri uri, Supplier<T> work) {
    try {
      return work.get();
    } catch (GoogleError e) {
      throw e.code() == 404 ? GoogleError.notFound("Not found: URI " + uri) : e;
    }
  }
}
