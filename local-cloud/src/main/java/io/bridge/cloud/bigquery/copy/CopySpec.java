package io.bridge.cloud.bigquery.copy;

import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.TableName;
import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code configuration.copy} of a job.
 *
 * @param sources none for rows that are no table's, as those of a query
 */
public record CopySpec(
    List<TableName> sources, TableName destination, Write write, boolean createIfNeeded) {
  private static final int MAX_SOURCES = 1200;

  /** What happens to the rows there are. */
  public enum Write {
    WRITE_EMPTY,
    WRITE_APPEND,
    WRITE_TRUNCATE
  }

  /**
   * Reads and checks the configuration.
   *
   * @param project the one project there is
   * @throws GoogleError 400 for what BigQuery refuses, 501 for snapshots, clones and restores
   */
  public static CopySpec read(String project, Body copy) {
    copy.known(
        Set.of(
            "sourceTable",
            "sourceTables",
            "destinationTable",
            "writeDisposition",
            "createDisposition",
            "operationType"),
        Set.of());
    var operations = Set.of("OPERATION_TYPE_UNSPECIFIED", "COPY", "SNAPSHOT", "RESTORE", "CLONE");
    var operation = copy.word("operationType", "COPY", operations);
    if (Set.of("SNAPSHOT", "RESTORE", "CLONE").contains(operation)) {
      throw GoogleError.unimplemented("BigQuery configuration.copy.operationType " + operation);
    }
    return into(TableName.read(project, copy.requiredObject("destinationTable")), copy)
        .from(sources(project, copy));
  }

  /**
   * A copy of rows that are no table's.
   *
   * @param body whose dispositions are read
   */
  public static CopySpec into(TableName destination, Body body) {
    var words = Set.of("WRITE_EMPTY", "WRITE_APPEND", "WRITE_TRUNCATE");
    var create =
        body.word(
            "createDisposition", "CREATE_IF_NEEDED", Set.of("CREATE_IF_NEEDED", "CREATE_NEVER"));
    return new CopySpec(
        List.of(),
        destination,
        Write.valueOf(body.word("writeDisposition", "WRITE_EMPTY", words)),
        create.equals("CREATE_IF_NEEDED"));
  }

  private CopySpec from(List<TableName> tables) {
    return new CopySpec(tables, destination, write, createIfNeeded);
  }

  private static List<TableName> sources(String project, Body copy) {
    var bodies = new ArrayList<>(copy.objects("sourceTables"));
    var one = copy.object("sourceTable");
    if (one != null && !bodies.isEmpty()) {
      throw GoogleError.invalid("sourceTable and sourceTables exclude each other");
    }
    if (one != null) {
      bodies.add(one);
    }
    if (bodies.isEmpty() || bodies.size() > MAX_SOURCES) {
      throw new GoogleError(
          400, "required", "Copy configuration must specify 1 to 1200 source tables");
    }
    return bodies.stream().map(body -> TableName.read(project, body)).toList();
  }
}
