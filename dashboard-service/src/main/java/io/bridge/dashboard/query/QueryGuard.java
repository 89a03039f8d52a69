package io.bridge.dashboard.query;

import io.bridge.dashboard.bigquery.DryRun;
import io.bridge.dashboard.bigquery.Warehouse;
import io.bridge.dashboard.bigquery.WarehouseQuery;
import io.bridge.dashboard.budget.Caps;
import io.bridge.dashboard.budget.Ledger;
import io.bridge.dashboard.catalog.CatalogClient;
import io.bridge.dashboard.connection.HeldLease;
import io.bridge.dashboard.connection.Leases;
import io.bridge.model.catalog.FoundTables;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.runtime.google.Blocking;
import io.bridge.sql.GoogleSql;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Decides whether a statement may run at all. Fails closed: what it does not know, it refuses.
 *
 * <p>Both methods fail with {@code QUERY_INVALID} where the SQL is wrong (with a violation on line
 * and column) and with {@code QUERY_REFUSED} where it is not allowed here.
 */
@Startup // loads the analyzer in the background
@ApplicationScoped
public class QueryGuard {
  private final StatementReader reader;
  private final CatalogClient catalog;
  private final Leases leases;
  private final Warehouse warehouse;
  private final Ledger ledger;

  QueryGuard(
      CatalogClient catalog, Leases leases, Warehouse warehouse, Ledger ledger, GoogleSql sql) {
    this.reader = new StatementReader(sql);
    this.catalog = catalog;
    this.leases = leases;
    this.warehouse = warehouse;
    this.ledger = ledger;
    sql.warm();
  }

  /** Looks at the text and the catalog only; asks the warehouse nothing. */
  public Uni<Analyzed> analyze(Statement statement) {
    return check(statement).map(checked -> new Analyzed(checked.tables(), checked.columns()));
  }

  /**
   * Also asks the warehouse what it would read. Fails with {@code BYTES_OVER_CAP} where that is
   * more than the statement or the team allows for one query.
   */
  public Uni<Estimate> estimate(Statement statement) {
    return approve(statement).map(Approved::estimate);
  }

  /** As {@link #estimate}; what comes out may run as it is. */
  Uni<Approved> approve(Statement statement) {
    return check(statement).chain(this::approve);
  }

  Uni<Checked> check(Statement statement) {
    return Blocking.call(() -> reader.names(statement)).chain(names -> check(statement, names));
  }

  Uni<Approved> approve(Checked checked) {
    Statement statement = checked.statement();
    return leases
        .require(statement.teamId(), statement.connectionId())
        .chain(lease -> approve(checked, lease));
  }

  private Uni<Checked> check(Statement statement, List<String> names) {
    return catalog
        .lookup(statement.teamId(), statement.connectionId(), names)
        .chain(found -> Blocking.call(() -> reader.check(statement, names, found)));
  }

  private Uni<Approved> approve(Checked checked, HeldLease lease) {
    WarehouseQuery job = JobText.of(checked);
    return warehouse
        .dryRun(lease.lease(), job)
        .onFailure(QueryGuard::isLeaseEnd)
        .invoke(() -> leases.end(lease.lease()))
        .call(seen -> requireKnown(checked, lease, seen))
        .chain(seen -> ledger.caps(checked.statement().teamId()).map(caps -> weigh(seen, caps)))
        .map(weighed -> approved(checked, job, lease, weighed));
  }

  private record Weighed(DryRun seen, Caps caps) {}

  private static Weighed weigh(DryRun seen, Caps caps) {
    return new Weighed(seen, caps);
  }

  private static Approved approved(
      Checked checked, WarehouseQuery job, HeldLease lease, Weighed weighed) {
    DryRun seen = weighed.seen();
    long cap = Math.min(checked.statement().limits().bytes(), weighed.caps().query());
    requireUnder(cap, seen.bytes());
    Estimate estimate =
        new Estimate(
            seen.bytes(),
            Billing.atMost(seen.bytes(), seen.tables().size()),
            cap,
            seen.tables(),
            checked.columns());
    return new Approved(checked, job, lease, weighed.caps(), estimate, seen.tables());
  }

  /** What the warehouse says must be what the guard saw; what is behind views, the team's too. */
  private Uni<Void> requireKnown(Checked checked, HeldLease lease, DryRun seen) {
    if (!seen.statementType().equals("SELECT")) {
      throw Rule.DRY_RUN.refuse("The warehouse does not take the statement for a query");
    }
    SafeSql.requireTables(seen.tables());
    requireLeased(lease.lease().datasets(), seen.tables());
    Set<String> unknown = new HashSet<>(seen.tables());
    checked.tables().forEach(unknown::remove);
    Statement statement = checked.statement();
    return catalog
        .lookup(statement.teamId(), statement.connectionId(), List.copyOf(unknown))
        .invoke(found -> requireAll(unknown, found))
        .replaceWithVoid();
  }

  private static void requireAll(Set<String> wanted, FoundTables found) {
    Set<String> there = new HashSet<>();
    found.tables().forEach(table -> there.add(table.schema().table().fqn()));
    if (!there.containsAll(wanted)) {
      throw Rule.TABLES.refuse(
          "The statement reads a table, behind a view, that is not the team's");
    }
  }

  private static void requireLeased(List<String> datasets, List<String> tables) {
    List<String> leased = datasets == null ? List.of() : datasets;
    if (!leased.isEmpty() && !tables.stream().allMatch(it -> leased.contains(dataset(it)))) {
      throw Rule.TABLES.refuse("The connection's lease is not for all datasets of the statement");
    }
  }

  private static String dataset(String fqn) {
    return fqn.substring(fqn.indexOf('.') + 1, fqn.lastIndexOf('.'));
  }

  private static void requireUnder(long cap, long bytes) {
    if (bytes > cap) {
      String message = "The query would read %d bytes; its cap is %d".formatted(bytes, cap);
      throw new BridgeException(
          ErrorCode.BYTES_OVER_CAP,
          message,
          List.of(
              new Violation("bytes", Long.toString(bytes)),
              new Violation("cap", Long.toString(cap))));
    }
  }

  private static boolean isLeaseEnd(Throwable failure) {
    return failure instanceof BridgeException e && e.code() == ErrorCode.LEASE_ENDED;
  }
}
