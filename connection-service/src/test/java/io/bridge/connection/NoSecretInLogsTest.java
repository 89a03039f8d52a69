package io.bridge.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.cloud.http.HttpTransportOptions;
import com.google.protobuf.ByteString;
import com.google.protobuf.TextFormat;
import io.bridge.model.connection.LeasePurpose;
import io.bridge.runtime.google.GoogleIdentity;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** A key goes through its whole life while everything that is logged, at any level, is kept. */
@ConnectionServiceTest
class NoSecretInLogsTest {
  /**
   * What is in this process for the test alone and logs what it is given: rest-assured's client,
   * which plays the team and the peers, and what plays Google. The service has neither an Apache
   * client (see {@link #speaksToGoogleByTheClientThatWasLookedAt}) nor a gRPC server.
   */
  private static final Pattern NOT_THE_SERVICE =
      Pattern.compile(
          "org\\.apache\\.http\\..*|io\\.bridge\\.cloud\\..*|io\\.grpc\\.netty\\.NettyServerHandler");

  /** An access token as Google and local-cloud make it, and any JWT: an assertion, an identity. */
  private static final Pattern TOKEN =
      Pattern.compile("ya29\\.[\\w-]{8,}|eyJ[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]{8,}");

  /**
   * What logs bodies, frames or headers below INFO, by the category that silences it. Google's
   * interceptors also need an environment variable, so no log of this process would show them.
   */
  private static final Map<String, String> TALKATIVE =
      Map.of(
          "com.google.api.client.http.HttpTransport", "com.google.api",
          "com.google.api.gax.grpc.GrpcLoggingInterceptor", "com.google.api",
          "com.google.auth.oauth2.ComputeEngineCredentials", "com.google.auth",
          "io.grpc.netty.NettyClientHandler", "io.grpc",
          "sun.net.www.protocol.http.HttpURLConnection", "sun.net.www");

  @Inject Database database;
  @Inject GoogleIdentity identity;
  private final Team team = Team.any();

  @Test
  void logsAndAnswersAndKeepsNoKeyAndNoToken() throws IOException {
    // Given
    String file = Team.key();
    List<String> canaries = canariesOf(file);
    StringBuilder answers = new StringBuilder();
    Logger root = Logger.getLogger("");
    Level before = root.getLevel();
    Kept kept = new Kept();
    root.addHandler(kept);
    root.setLevel(Level.ALL);

    // When
    UUID id;
    String token;
    try {
      identity.credentials().refresh();
      ValidatableResponse added = team.add("warehouse", file).statusCode(201);
      id = UUID.fromString(added.extract().path("id"));
      answers.append(added.extract().asString());
      answers.append(team.validate(id).statusCode(200).extract().asString());
      token = token(id);
      answers.append(team.as("OWNER").get("/v1/connections/" + id).asString());
      answers.append(team.add("other", file.replace("gserviceaccount", "x")).extract().asString());
      answers.append(team.add("other", file.replace("PRIVATE KEY", "KEY")).extract().asString());
      answers.append(team.add("other", file.substring(0, file.length() - 3)).extract().asString());
      answers.append(team.add("other", file + file.charAt(9)).extract().asString());
    } finally {
      root.setLevel(before);
      root.removeHandler(kept);
    }

    // Then
    canaries.add(token);
    canaries.addAll(formsOf(StoredKey.of(team, id).inClear()));
    assertTrue(kept.lines.size() > 50, "everything is logged");
    assertTrue(kept.saysOfTheService("event=connection-added connection=" + id));
    assertEquals(List.of(), kept.loggersThatSay(canaries));
    String tables = tables();
    for (String canary : canaries) {
      assertFalse(answers.toString().contains(canary), "in an answer");
      assertFalse(tables.contains(canary), "in a table");
    }
    assertFalse(TOKEN.matcher(answers).find(), "a token in an answer");
    assertFalse(TOKEN.matcher(tables).find(), "a token in a table");
  }

  /** Quarkus raises what is configured below a category's least level, for all loggers in it. */
  @Test
  void letsNobodySwitchOnWhatLogsSecrets() {
    TALKATIVE.forEach(
        (logger, category) -> {
          String least = "quarkus.log.category.\"" + category + "\".min-level";
          assertEquals("INFO", ConfigProvider.getConfig().getValue(least, String.class));
          assertFalse(Logger.getLogger(logger).isLoggable(Level.CONFIG), logger);
          assertTrue(Logger.getLogger(logger).isLoggable(Level.INFO), logger);
        });
  }

  @Test
  void speaksToGoogleByTheClientThatWasLookedAt() {
    assertInstanceOf(
        NetHttpTransport.class,
        HttpTransportOptions.newBuilder().build().getHttpTransportFactory().create());
  }

  private String token(UUID id) {
    return team.lease("dashboard-service", id, LeasePurpose.QUERY)
        .statusCode(201)
        .extract()
        .path("accessToken");
  }

  /** Pieces of the key's base64 from its secret half on. */
  private static List<String> canariesOf(String file) {
    String base64 =
        JsonPath.from(file)
            .getString("private_key")
            .replaceAll("-----[A-Z ]+-----", "")
            .replaceAll("\\s", "");
    assertEquals(0, base64.length() % 4);
    List<String> canaries = new ArrayList<>();
    for (int at = base64.length() / 3; at + 24 <= base64.length(); at += 24) {
      canaries.add(base64.substring(at, at + 24));
    }
    assertTrue(canaries.size() > 30);
    return canaries;
  }

  /** The first bytes of the credential's own key as wires and messages are dumped. */
  private static List<String> formsOf(byte[] key) {
    ByteString first = ByteString.copyFrom(key, 0, 8);
    return List.of(
        HexFormat.of().formatHex(first.toByteArray()), TextFormat.escapeBytes(first.toByteArray()));
  }

  private String tables() {
    return List.of("connection", "lease", "outbox").stream()
        .flatMap(table -> database.rows("select t::text from " + table + " t").stream())
        .map(row -> row.getString(0))
        .reduce("", String::concat);
  }

  private static final class Kept extends Handler {
    private record Line(String logger, String text) {}

    private final ConcurrentLinkedQueue<Line> lines = new ConcurrentLinkedQueue<>();
    private final Formatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord line) {
      String logger = String.valueOf(line.getLoggerName());
      if (!NOT_THE_SERVICE.matcher(logger).matches()) {
        lines.add(new Line(logger, formatter.format(line)));
      }
    }

    boolean saysOfTheService(String text) {
      return lines.stream().anyMatch(line -> line.text().contains(text));
    }

    /** By name alone: the assertion's message must not say the secret again. */
    List<String> loggersThatSay(List<String> canaries) {
      return lines.stream()
          .filter(line -> says(line, canaries))
          .map(Line::logger)
          .distinct()
          .sorted()
          .toList();
    }

    private static boolean says(Line line, List<String> canaries) {
      return TOKEN.matcher(line.text()).find() || canaries.stream().anyMatch(line.text()::contains);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
