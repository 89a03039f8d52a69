package io.bridge.sql;

import java.util.List;
import java.util.Objects;

/**
 * A statement to analyze.
 *
 * @param text one statement; a semicolon at the end is fine
 * @param parameters named ones by name, positional ones all with an empty name in their order; a
 *     statement that uses a parameter which is not declared here is refused
 * @param variables of the script around the statement; a column of the same name hides one
 */
public record SqlStatement(
    String text,
    SqlCatalog catalog,
    List<SqlType.Column> parameters,
    List<SqlType.Column> variables) {

  public SqlStatement {
    Objects.requireNonNull(text, "text");
    Objects.requireNonNull(catalog, "catalog");
    parameters = List.copyOf(parameters);
    variables = List.copyOf(variables);
  }

  public SqlStatement(String text, SqlCatalog catalog, List<SqlType.Column> parameters) {
    this(text, catalog, parameters, List.of());
  }

  public SqlStatement(String text, SqlCatalog catalog) {
    this(text, catalog, List.of());
  }

  boolean isPositional() {
    return !parameters.isEmpty() && parameters.getFirst().name().isEmpty();
  }
}
