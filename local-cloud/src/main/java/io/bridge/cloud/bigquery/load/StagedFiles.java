package io.bridge.cloud.bigquery.load;

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
   * Links an object and reads its schema.
   *
   * @throws GoogleError 404 when it is not there, 400 {@code invalid} when it is no Parquet file
   */
  ParquetFile stage(Connection c, SourceObjects objects, GcsUri uri) {
    var path = link(find(objects, uri));
    try {
      return ParquetFile.read(c, uri, path, Files.size(path));
    } catch (SQLException e) {
      throw unreadable(e, uri, path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The refusal of a file that DuckDB cannot read, in words that name the object. */
  static GoogleError unreadable(SQLException e, GcsUri uri, Path path) {
    var refusal = DuckErrors.refusal(e, "invalid", "Error while reading data, error message: ");
    var message = refusal.getMessage().replace(path.toString(), uri.toString());
    var file = message.contains(uri.toString()) ? "" : ". File: " + uri;
    return new GoogleError(refusal.code(), refusal.reason(), message + file);
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

  private Path link(Path source) {
    var target = dir.resolve(UUID.randomUUID() + ".parquet");
    paths.add(target);
    try {
      try {
        Files.createLink(target, source);
      } catch (UnsupportedOperationException | IOException _) {
        Files.copy(source, target);
      }
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path find(SourceObjects objects, GcsUri uri) {
    try {
      return objects.file(uri.bucket(), uri.object());
    } catch (GoogleError e) {
      throw e.code() == 404 ? GoogleError.notFound("Not found: URI " + uri) : e;
    }
  }
}
