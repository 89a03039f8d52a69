package io.bridge.cloud.bigquery.statement;

import io.bridge.cloud.bigquery.sql.Field;
import io.bridge.cloud.bigquery.sql.QueryParameter;
import io.bridge.cloud.bigquery.warehouse.Cancellation;
import io.bridge.cloud.http.GoogleError;
import io.bridge.sql.ScriptControl;
import io.bridge.sql.ScriptControl.Assign;
import io.bridge.sql.ScriptControl.Block;
import io.bridge.sql.ScriptControl.Choice;
import io.bridge.sql.ScriptControl.Declare;
import io.bridge.sql.ScriptControl.Each;
import io.bridge.sql.ScriptControl.Jump;
import io.bridge.sql.ScriptControl.Loop;
import io.bridge.sql.ScriptStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Which statements of a script run, and what its variables are meanwhile. */
final class ScriptFlow {
  /** A script is one transaction: it is not to go on for ever. */
  private static final int MOST_TURNS = 10_000;

  private final Performer performer;
  private final Computer computer;
  private final Cancellation cancellation;
  private final Variables variables = new Variables();
  private int turns;

  /** Runs a statement; fails with {@link Script.StepFailed}. */
  @FunctionalInterface
  interface Performer {
    void perform(ScriptStatement statement) throws SQLException;
  }

  /** Computes an expression; fails with {@link Script.StepFailed}. */
  @FunctionalInterface
  interface Computer {
    QueryParameter compute(Expression expression) throws SQLException;
  }

  ScriptFlow(Performer performer, Computer computer, Cancellation cancellation) {
    this.performer = performer;
    this.computer = computer;
    this.cancellation = cancellation;
  }

  Variables variables() {
    return variables;
  }

  void run(List<ScriptStatement> statements) throws SQLException {
    try {
      all(statements);
    } catch (Jumped _) {
      throw new Script.StepFailed(
          Script.failure(Variables.invalid("BREAK and CONTINUE stand only in a loop")));
    }
  }

  private void all(List<ScriptStatement> statements) throws SQLException {
    for (var statement : statements) {
      switch (statement.control()) {
        case null -> performer.perform(statement);
        case Declare declare -> checked(() -> declare(declare));
        case Assign(var names, var value, var apart) when apart ->
            checked(() -> assignApart(names, value));
        case Assign(var names, var value, _) -> checked(() -> assign(names.getFirst(), value));
        case Choice choice -> all(chosen(choice));
        case Block(var inside) -> block(inside);
        case Jump(var again) -> throw new Jumped(again);
        case Loop loop -> loop(loop);
        case Each each -> each(each);
      }
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  private static void checked(Work work) throws SQLException {
    try {
      work.run();
    } catch (GoogleError e) {
      throw new Script.StepFailed(Script.failure(e));
    }
  }

  private void declare(Declare declare) throws SQLException {
    QueryParameter value;
    if (declare.value() == null) {
      value = computer.compute(Expression.ofNothing(type(declare)));
    } else if (declare.type() == null) {
      value = computer.compute(Expression.of(declare.value()));
    } else {
      var typed = computer.compute(Expression.ofNothing(type(declare)));
      value = coerced(declare.value(), typed);
    }
    for (var name : declare.names()) {
      variables.declare(name, value);
    }
  }

  private static String type(Declare declare) {
    if (declare.type().contains("(")) {
      throw GoogleError.unimplemented("BigQuery variables of the type " + declare.type());
    }
    return declare.type();
  }

  private void assign(String name, ScriptControl.Text value) throws SQLException {
    variables.set(name, coerced(value, variables.require(name)));
  }

  /** The value as one of the variable's type. */
  private QueryParameter coerced(ScriptControl.Text text, QueryParameter variable)
      throws SQLException {
    var type = Variables.type(variable);
    var value = typed(text, type);
    if (value == null || !Variables.type(value).equals(type)) {
      throw Variables.invalid("Cannot coerce expression %s to type %s".formatted(text.sql(), type));
    }
    return value;
  }

  /** Null for an expression that is right in itself and not of the type. */
  private QueryParameter typed(ScriptControl.Text text, String type) throws SQLException {
    try {
      return computer.compute(Expression.of(text, type));
    } catch (Script.StepFailed e) {
      if (!e.failure().message().startsWith(Expression.NOT_OF_TYPE)) {
        throw e;
      }
      computer.compute(Expression.of(text));
      return null;
    }
  }

  private void assignApart(List<String> names, ScriptControl.Text text) throws SQLException {
    var fields = new ArrayList<Field>();
    for (int i = 0; i < names.size(); i++) {
      fields.add(variables.require(names.get(i)).type().named("v" + i));
    }
    var struct = new QueryParameter("", Field.struct("v", fields), null);
    var value = coerced(text, struct).value();
    if (value == null) {
      throw Variables.invalid("NULL cannot be assigned to several variables: " + names);
    }
    for (int i = 0; i < names.size(); i++) {
      var one = ((Map<?, ?>) value).get("v" + i);
      variables.set(names.get(i), new QueryParameter("", fields.get(i), one));
    }
  }

  private List<ScriptStatement> chosen(Choice choice) throws SQLException {
    for (var branch : choice.branches()) {
      if (holds(branch.condition())) {
        return branch.statements();
      }
    }
    return choice.otherwise();
  }

  private boolean holds(ScriptControl.Text condition) throws SQLException {
    var value = new QueryParameter[1];
    checked(
        () -> value[0] = coerced(condition, new QueryParameter("", Field.of("v", "BOOL"), null)));
    return "true".equals(value[0].value());
  }

  private void block(List<ScriptStatement> statements) throws SQLException {
    try {
      all(statements);
    } finally {
      for (var statement : statements) {
        if (statement.control() instanceof Declare declare) {
          variables.end(declare.names());
        }
      }
    }
  }

  private void loop(Loop loop) throws SQLException {
    boolean before = loop.condition() != null && !loop.until();
    while (!before || holds(loop.condition())) {
      if (!turn(loop.statements()) || loop.until() && holds(loop.condition())) {
        return;
      }
    }
  }

  private void each(Each each) throws SQLException {
    var rows = computer.compute(Expression.ofRows(each.query()));
    if (!(rows.value() instanceof List<?> values)) {
      return;
    }
    checked(() -> variables.declare(each.name(), new QueryParameter("", rows.type(), null)));
    try {
      for (var value : values) {
        variables.set(each.name(), new QueryParameter("", rows.type().element(), value));
        if (!turn(each.statements())) {
          return;
        }
      }
    } finally {
      variables.end(List.of(each.name()));
    }
  }

  /** Whether the loop goes on after it. */
  private boolean turn(List<ScriptStatement> statements) throws SQLException {
    checked(this::requireTime);
    try {
      all(statements);
      return true;
    } catch (Jumped jump) {
      return jump.again();
    }
  }

  private void requireTime() {
    cancellation.check();
    if (++turns > MOST_TURNS) {
      throw Variables.invalid(
          "The loops of a script turned more than %d times".formatted(MOST_TURNS));
    }
  }

  /** BREAK or CONTINUE on the way to its loop. */
  private static final class Jumped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean again;

    Jumped(boolean again) {
      super(null, null, false, false);
      this.again = again;
    }

    boolean again() {
      return again;
    }
  }
}
