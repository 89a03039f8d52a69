package io.bridge.cloud.bigquery.sql;

import com.google.zetasql.resolvedast.ResolvedMergeWhenEnums.ActionType;
import com.google.zetasql.resolvedast.ResolvedMergeWhenEnums.MatchType;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedMergeStmt;
import com.google.zetasql.resolvedast.ResolvedNodes.ResolvedMergeWhen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * MERGE. For each row of the target, each row of the source and each pair of them that matches, the
 * first clause whose condition holds decides.
 */
final class MergeWriter {
  private static final String SOURCE = "dml_source s_";

  private final DmlTarget target;
  private final Scans scans;

  MergeWriter(DmlTarget target, Scans scans) {
    this.target = target;
    this.scans = scans;
  }

  Effect write(ResolvedMergeStmt merge) {
    List<ResolvedMergeWhen> clauses = merge.getWhenClauseList();
    Map<Integer, Map<Integer, String>> updates = new LinkedHashMap<>();
    List<Integer> deletes = new ArrayList<>();
    Map<Integer, String> added = new LinkedHashMap<>();
    for (int i = 0; i < clauses.size(); i++) {
      ResolvedMergeWhen clause = clauses.get(i);
      switch (clause.getActionType()) {
        case UPDATE ->
            updates.put(
                i, new UpdateItems(target, scans.expressions()).values(clause.getUpdateItemList()));
        case DELETE -> deletes.add(i);
        case INSERT -> added.put(i, added(clause, i));
        default -> throw SqlException.unsupported("MERGE with " + clause.getActionType());
      }
    }
    return new Effect.Change(
        target.table(),
        Changes.source(scans.write(merge.getFromScan())),
        actions(merge),
        Changes.kept(target, scans.expressions(), updates, deletes, true),
        clauses.stream().map(ResolvedMergeWhen::getActionType).map(ActionType::name).toList(),
        added);
  }

  private String added(ResolvedMergeWhen clause, int index) {
    Map<Integer, String> given = new HashMap<>();
    for (int i = 0; i < clause.getInsertColumnList().size(); i++) {
      int column = target.index(clause.getInsertColumnList().get(i));
      given.put(column, target.value(column, clause.getInsertRow().getValueList().get(i)));
    }
    return target.rows(
        given,
        "%s JOIN dml_action a_ ON a_.sid = s_.sid WHERE a_.act = %d ORDER BY s_.sid"
            .formatted(SOURCE, index));
  }

  private String actions(ResolvedMergeStmt merge) {
    List<ResolvedMergeWhen> clauses = merge.getWhenClauseList();
    String pairs =
        "SELECT t_.rid AS rid, s_.sid AS sid FROM %s, %s WHERE %s"
            .formatted(target.relation(), SOURCE, scans.expressions().write(merge.getMergeExpr()));
    String matched =
        "SELECT m_.rid AS rid, m_.sid AS sid, %s AS act FROM m_ JOIN %s ON t_.rid = m_.rid JOIN %s ON s_.sid = m_.sid"
            .formatted(first(clauses, MatchType.MATCHED), target.relation(), SOURCE);
    String bySource =
        "SELECT rid, CAST(NULL AS BIGINT) AS sid, %s AS act FROM %s WHERE rid NOT IN (SELECT rid FROM m_)"
            .formatted(first(clauses, MatchType.NOT_MATCHED_BY_SOURCE), target.relation());
    String byTarget =
        "SELECT CAST(NULL AS BIGINT) AS rid, sid, %s AS act FROM %s WHERE sid NOT IN (SELECT sid FROM m_)"
            .formatted(first(clauses, MatchType.NOT_MATCHED_BY_TARGET), SOURCE);
    return "WITH m_ AS MATERIALIZED (%s) SELECT * FROM (%s UNION ALL %s UNION ALL %s) WHERE act IS NOT NULL"
        .formatted(pairs, matched, bySource, byTarget);
  }

  /** The index of the first clause of that kind whose condition holds. */
  private String first(List<ResolvedMergeWhen> clauses, MatchType type) {
    StringBuilder cases = new StringBuilder();
    for (int i = 0; i < clauses.size(); i++) {
      ResolvedMergeWhen clause = clauses.get(i);
      if (clause.getMatchType() == type) {
        String condition =
            clause.getMatchExpr() == null
                ? "true"
                : scans.expressions().write(clause.getMatchExpr());
        cases.append(" WHEN ").append(condition).append(" THEN ").append(i);
      }
    }
    return cases.isEmpty() ? "CAST(NULL AS INTEGER)" : "CASE" + cases + " END";
  }
}
