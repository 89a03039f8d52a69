package io.bridge.sql;

import java.util.List;
import java.util.SortedSet;

/**
 * What a statement is and does.
 *
 * @param statementType in BigQuery's words: {@code SELECT}, {@code INSERT}, {@code CREATE_TABLE}, …
 * @param tables each table once, in the order of first appearance in the tree
 * @param functions names of all functions, aggregates and operators, lower case; operators start
 *     with a dollar sign ({@code $add})
 * @param output columns of a query in their order, unnamed ones with an empty name; empty for other
 *     statements
 * @param parameters those that the statement uses, each once; positional ones with an empty name in
 *     their order
 */
public record SqlAnalysis(
    String statementType,
    List<TableRead> tables,
    SortedSet<String> functions,
    List<SqlType.Column> output,
    List<SqlType.Column> parameters,
    ResolvedTree tree) {}
