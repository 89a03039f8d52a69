package io.bridge.dashboard.file;

import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files for tests. */
public final class Yaml {
  /** The least that is a dashboard. */
  public static final String LEAST =
      """
      bridge: dashboard/v1
      name: sales
      queries:
        totals:
          sql: SELECT SUM(amount) AS amount FROM sales
      rows:
        - tiles:
            - {chart: kpi, query: totals, value: amount}
      """;

  private Yaml() {}

  public static ParsedFile read(String yaml) {
    return DashboardReader.read(yaml.getBytes(StandardCharsets.UTF_8), "sales.yaml");
  }

  /** What the reader says of a file that is wrong. */
  public static List<Violation> violations(byte[] file) {
    try {
      DashboardReader.read(file, "sales.yaml");
    } catch (BridgeException e) {
      return e.violations();
    }
    throw new AssertionError("The file was taken");
  }

  public static List<Violation> violations(String yaml) {
    return violations(yaml.getBytes(StandardCharsets.UTF_8));
  }

  /** A worked example that uses most of the format. */
  public static String example() {
    try (InputStream file = Yaml.class.getResourceAsStream("/shop-overview.yaml")) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
