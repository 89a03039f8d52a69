package io.bridge.dashboard.query;

import io.bridge.dashboard.DashboardConfig;
import io.bridge.dashboard.cache.AnswerCache;
import io.bridge.dashboard.cache.Entry;
import io.bridge.dashboard.cache.Fence;
import io.bridge.dashboard.cache.Keys;
import io.bridge.dashboard.cache.StoredAnswer;
import io.bridge.dashboard.cache.StoredAnswers;
import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Answers statements: from the cache, else through the guard and the budget. */
@ApplicationScoped
public class QueryService {
  private static final Logger LOG = Logger.getLogger(QueryService.class);

  private final QueryGuard guard;
  private final QueryRunner runner;
  private final AnswerCache cache;
  private final StoredAnswers answers;
  private final DashboardConfig.Query config;

  QueryService(
      QueryGuard guard,
      QueryRunner runner,
      AnswerCache cache,
      StoredAnswers answers,
      DashboardConfig config) {
    this.guard = guard;
    this.runner = runner;
    this.cache = cache;
    this.answers = answers;
    this.config = config.query();
  }

  /** A statement and how long its answer may be kept. */
  public record Asked(Statement statement, Duration ttl) {}

  /** Answers each of them, some at once, in this order. None of them fails the others. */
  public Uni<List<Outcome>> answerAll(List<Asked> asked) {
    return Multi.createFrom()
        .iterable(asked)
        .onItem()
        .transformToUni(this::outcome)
        .merge(config.atOnce())
        .collect()
        .asList()
        .map(outcomes -> inOrder(asked, outcomes));
  }

  /** Never fails. */
  public Uni<Outcome> outcome(Asked asked) {
    Statement statement = within(asked.statement());
    String key = key(statement);
    return answers
        .find(key)
        .chain(
            found -> found == null ? compute(key, statement, asked.ttl()) : hit(statement, found))
        .onFailure()
        .recoverWithItem(e -> Outcome.failed(statement, known(e)))
        .map(outcome -> of(asked, outcome));
  }

  private static Uni<Outcome> hit(Statement statement, StoredAnswer found) {
    QueryAnswer answer = cached(found.answer());
    return Uni.createFrom().item(Outcome.answered(statement, answer, found.epochs()));
  }

  private Uni<Outcome> compute(String key, Statement statement, Duration ttl) {
    return guard
        .approve(statement)
        .chain(approved -> cache.fence(dependencies(approved)).chain(fence -> run(approved, fence)))
        .call(outcome -> keep(key, outcome, ttl));
  }

  private Uni<Outcome> run(Approved approved, Fence fence) {
    Statement statement = approved.checked().statement();
    return runner.run(approved).map(answer -> Outcome.answered(statement, answer, fence.epochs()));
  }

  private Uni<Void> keep(String key, Outcome outcome, Duration ttl) {
    Entry entry = new Entry(key, outcome.epochs().keySet(), ttl);
    return answers.store(entry, new StoredAnswer(outcome.answer(), outcome.epochs()));
  }

  private static Set<String> dependencies(Approved approved) {
    Statement statement = approved.checked().statement();
    Set<String> all = new HashSet<>();
    approved.tables().forEach(table -> all.add(Keys.table(statement.teamId(), table)));
    all.add(Keys.connection(statement.teamId(), statement.connectionId()));
    return all;
  }

  private Statement within(Statement statement) {
    Limits asked = statement.limits();
    Duration timeout =
        asked.timeout().compareTo(config.timeout()) < 0 ? asked.timeout() : config.timeout();
    Limits limits =
        new Limits(asked.bytes(), Math.clamp(asked.rows(), 1, config.mostRows()), timeout);
    return new Statement(
        statement.teamId(),
        statement.connectionId(),
        statement.sql(),
        statement.params(),
        limits,
        statement.origin());
  }

  /** The cap on bytes decides whether it runs, not what it answers: it is not part of the key. */
  private static String key(Statement statement) {
    String version =
        QueryHash.of(
            List.of(
                "1",
                statement.connectionId().toString(),
                Integer.toString(statement.limits().rows())));
    String sqlHash = QueryHash.of(statement.sql(), statement.params());
    return Keys.answer(
        statement.teamId(), statement.origin().slug(), sqlHash, version.substring(0, 16));
  }

  private static QueryAnswer cached(QueryAnswer it) {
    return new QueryAnswer(
        it.columns(),
        it.values(),
        it.rows(),
        it.truncated(),
        it.bytesProcessed(),
        it.bytesBilled(),
        it.costMicros(),
        it.jobId(),
        it.sqlHash(),
        it.tables(),
        it.computedAt(),
        true,
        null);
  }

  private static Outcome of(Asked asked, Outcome outcome) {
    return new Outcome(
        asked.statement(), outcome.answer(), outcome.epochs(), asked.ttl(), outcome.failure());
  }

  private static List<Outcome> inOrder(List<Asked> asked, List<Outcome> outcomes) {
    return asked.stream()
        .map(it -> outcomes.stream().filter(o -> o.statement() == it.statement()).findFirst())
        .map(found -> found.orElseThrow())
        .toList();
  }

  private static BridgeException known(Throwable failure) {
    if (failure instanceof BridgeException e) {
      return e;
    }
    UUID report = UUID.randomUUID();
    LOG.errorf(failure, "event=query-broke report=%s", report);
    return ErrorCode.INTERNAL.with("Quote the trace id when you report this");
  }
}
