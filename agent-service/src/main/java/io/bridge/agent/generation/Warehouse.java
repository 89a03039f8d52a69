package io.bridge.agent.generation;

import static io.bridge.model.error.ErrorCode.BYTES_OVER_CAP;
import static io.bridge.model.error.ErrorCode.QUERY_FAILED;
import static io.bridge.model.error.ErrorCode.QUERY_INVALID;
import static io.bridge.model.error.ErrorCode.QUERY_REFUSED;
import static io.bridge.model.error.ErrorCode.QUERY_TIMEOUT;

import io.bridge.agent.dashboard.DashboardClient;
import io.bridge.agent.dashboard.DashboardClient.Place;
import io.bridge.model.dashboard.QueryAnswer;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Runs statements a few at a time. */
@ApplicationScoped
class Warehouse {
  private static final Logger LOG = Logger.getLogger(Warehouse.class);
  private static final int AT_ONCE = 4;
  private static final Set<ErrorCode> OF_THE_STATEMENT =
      Set.of(QUERY_INVALID, QUERY_REFUSED, BYTES_OVER_CAP, QUERY_FAILED, QUERY_TIMEOUT);

  private final DashboardClient dashboards;
  private final Patience patience;

  Warehouse(DashboardClient dashboards, Patience patience) {
    this.dashboards = dashboards;
    this.patience = patience;
  }

  /**
   * Answers by the statement's key; a statement that is refused or fails by itself has none. Fails
   * for what concerns all of them, such as a right or a budget.
   */
  <K> Uni<Map<K, QueryAnswer>> run(Place place, Map<K, String> statements, Notes notes) {
    return Multi.createFrom()
        .iterable(chunks(statements))
        .onItem()
        .transformToUniAndConcatenate(chunk -> runAtOnce(place, chunk, notes))
        .collect()
        .in(LinkedHashMap::new, Map::putAll);
  }

  private static <K> List<List<Map.Entry<K, String>>> chunks(Map<K, String> statements) {
    List<Map.Entry<K, String>> all = List.copyOf(statements.entrySet());
    List<List<Map.Entry<K, String>>> chunks = new ArrayList<>();
    for (int from = 0; from < all.size(); from += AT_ONCE) {
      chunks.add(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
    }
    return chunks;
  }

  private <K> Uni<Map<K, QueryAnswer>> runAtOnce(
      Place place, List<Map.Entry<K, String>> chunk, Notes notes) {
    return notes
        .alive()
        .chain(() -> patience.with(notes, () -> runAtOnce(place, chunk)))
        .map(answers -> answered(chunk, answers));
  }

  private <K> Uni<List<Optional<QueryAnswer>>> runAtOnce(
      Place place, List<Map.Entry<K, String>> chunk) {
    return Uni.join().all(chunk.stream().map(s -> run(place, s.getValue())).toList()).andFailFast();
  }

  private Uni<Optional<QueryAnswer>> run(Place place, String sql) {
    return dashboards
        .run(place, sql)
        .map(Optional::of)
        .onFailure(Warehouse::isOfTheStatement)
        .invoke(e -> LOG.infof("event=statement-left-out code=%s", ((BridgeException) e).code()))
        .onFailure(Warehouse::isOfTheStatement)
        .recoverWithItem(Optional.empty());
  }

  private static boolean isOfTheStatement(Throwable failure) {
    return failure instanceof BridgeException e && OF_THE_STATEMENT.contains(e.code());
  }

  private static <K> Map<K, QueryAnswer> answered(
      List<Map.Entry<K, String>> chunk, List<Optional<QueryAnswer>> answers) {
    Map<K, QueryAnswer> map = new LinkedHashMap<>();
    for (int i = 0; i < chunk.size(); i++) {
      if (answers.get(i).isPresent()) {
        map.put(chunk.get(i).getKey(), answers.get(i).orElseThrow());
      }
    }
    return map;
  }
}
