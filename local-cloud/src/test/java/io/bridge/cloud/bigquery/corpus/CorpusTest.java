package io.bridge.cloud.bigquery.corpus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.bridge.cloud.bigquery.BigQueryServer;
import io.bridge.cloud.bigquery.sql.SqlEngine;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each {@link CorpusCase}, asked of the engine and over the wire, some at a time. */
class CorpusTest {
  private static final int AT_A_TIME = 4;
  private static final List<CorpusCase> CASES = CorpusCase.all();
  private static final Map<String, String> KNOWN = CorpusCase.known();

  @TempDir static Path dir;
  private static final SqlEngine ENGINE = new SqlEngine();
  private static final ExecutorService WORKERS = Executors.newFixedThreadPool(AT_A_TIME);
  private static final Map<CorpusCase, CompletableFuture<Answer>> ENGINES = new LinkedHashMap<>();
  private static final Map<CorpusCase, CompletableFuture<Answer>> WIRES = new LinkedHashMap<>();
  private static CorpusTables tables;
  private static BigQueryServer server;

  @BeforeAll
  static void ask() throws SQLException, InterruptedException {
    tables = new CorpusTables(ENGINE);
    server = BigQueryServer.start(dir);
    WireAnswers wire = new WireAnswers(server.client("editor"));
    wire.load(server, tables);
    EngineAnswers engine = new EngineAnswers(ENGINE, tables);
    CASES.forEach(test -> ENGINES.put(test, later(engine::ask, test)));
    CASES.forEach(test -> WIRES.put(test, later(wire::ask, test)));
  }

  private static CompletableFuture<Answer> later(Function<CorpusCase, Answer> ask, CorpusCase on) {
    return CompletableFuture.supplyAsync(() -> ask.apply(on), WORKERS);
  }

  @AfterAll
  static void close() throws SQLException {
    WORKERS.shutdownNow();
    server.close();
    tables.close();
  }

  @TestFactory
  Stream<DynamicTest> theEngineAnswersAsBigQueryDoes() {
    return right().map(test -> test(test, ENGINES.get(test)));
  }

  @TestFactory
  Stream<DynamicTest> theServerAnswersAsBigQueryDoes() {
    return right().map(test -> test(test, WIRES.get(test)));
  }

  private static Stream<CorpusCase> right() {
    return CASES.stream().filter(test -> !KNOWN.containsKey(test.name()));
  }

  private static DynamicTest test(CorpusCase test, CompletableFuture<Answer> answer) {
    return DynamicTest.dynamicTest(
        test.name(),
        () -> {
          String difference = test.difference(answer.join());
          if (difference != null) {
            fail("%s\n%s\n(%s)".formatted(test.sql(), difference, test.source()));
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> whatIsKnownToBeWrongStillIs() {
    return CASES.stream()
        .filter(test -> KNOWN.containsKey(test.name()))
        .map(
            test ->
                DynamicTest.dynamicTest(
                    test.name(),
                    () -> assertNotNull(wrong(test), "It is right now: take it out of known.txt")));
  }

  private static String wrong(CorpusCase test) {
    String engine = test.difference(ENGINES.get(test).join());
    return engine == null ? test.difference(WIRES.get(test).join()) : engine;
  }

  @Test
  void everyCaseHasAName() {
    TreeSet<String> names = new TreeSet<>();
    List<String> twice =
        CASES.stream().map(CorpusCase::name).filter(name -> !names.add(name)).toList();
    TreeSet<String> strange = new TreeSet<>(KNOWN.keySet());
    strange.removeAll(names);

    assertEquals(List.of(), twice);
    assertEquals(List.of(), List.copyOf(strange), "known.txt names what is no case");
  }

  @Test
  void thereAreEnoughCases() {
    assertTrue(CASES.size() >= 400, CASES.size() + " cases");
  }

  @Test
  void almostEveryFunctionCallIsServed() {
    Coverage coverage = Coverage.of(CASES, test -> ENGINES.get(test).join(), tables);

    System.out.println(coverage);
    assertTrue(coverage.share() >= 0.99, coverage::toString);
  }
}
