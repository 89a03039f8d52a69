package io.bridge.dashboard.file;

import io.bridge.dashboard.file.Template.Clause;
import io.bridge.dashboard.file.Template.Part;
import io.bridge.dashboard.file.Template.Plain;
import io.bridge.dashboard.file.Template.Problem;
import io.bridge.dashboard.file.Template.Ref;
import io.bridge.dashboard.file.Template.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the marks in SQL; what stands in strings, quoted names and comments is none. */
final class TemplateScanner {
  private static final Set<String> FIELDS = Set.of("from", "to");

  private final String sql;
  private final List<Part> outside = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();

  /** Parts of the clause that is open; null outside of one. */
  private List<Part> inside;

  private int clauseAt;
  private int brackets;
  private int plainFrom;
  private int next;

  TemplateScanner(String sql) {
    this.sql = sql;
  }

  Template scan() {
    while (next < sql.length()) {
      step();
    }
    flush(next);
    if (inside != null) {
      problems.add(new Problem(clauseAt, "[[ is never closed by ]]"));
    }
    return new Template(List.copyOf(outside), List.copyOf(problems));
  }

  private void step() {
    int quiet = SqlText.skipQuiet(sql, next);
    if (quiet > next) {
      next = quiet;
    } else if (at("${")) {
      ref();
    } else if (at("@@")) {
      next = word(next + 2);
    } else if (at("@") && word(next + 1) > next + 1) {
      use();
    } else if (at("[[")) {
      openClause();
    } else if (inside != null && (at("[") || at("]"))) {
      bracket();
    } else {
      next = Math.max(next + 1, word(next));
    }
  }

  private void ref() {
    int start = next;
    int end = word(start + 2);
    if (end == start + 2 || end >= sql.length() || sql.charAt(end) != '}') {
      problems.add(new Problem(start, "${ should be followed by the name of a query and }"));
      next = start + 2;
      return;
    }
    add(new Ref(sql.substring(start + 2, end), start), end + 1);
  }

  private void use() {
    int start = next;
    int end = word(start + 1);
    String name = sql.substring(start + 1, end);
    int fieldEnd = end < sql.length() && sql.charAt(end) == '.' ? word(end + 1) : end;
    String field = fieldEnd > end ? sql.substring(end + 1, fieldEnd).toLowerCase(Locale.ROOT) : "";
    boolean known = FIELDS.contains(field);
    add(new Use(name, known ? field : "", start), known ? fieldEnd : end);
  }

  private void openClause() {
    if (inside != null) {
      problems.add(new Problem(next, "[[ inside of [[ ]]; for an array in an array write [ ["));
      next += 2;
      return;
    }
    flush(next);
    inside = new ArrayList<>();
    clauseAt = next;
    brackets = 0;
    next += 2;
    plainFrom = next;
  }

  private void bracket() {
    if (at("[")) {
      brackets++;
      next++;
    } else if (brackets > 0) {
      brackets--;
      next++;
    } else if (at("]]")) {
      closeClause();
    } else {
      next++;
    }
  }

  private void closeClause() {
    flush(next);
    if (inside.stream().noneMatch(Use.class::isInstance)) {
      problems.add(new Problem(clauseAt, "[[ ]] without a parameter inside would never drop"));
    }
    outside.add(new Clause(List.copyOf(inside), clauseAt));
    inside = null;
    next += 2;
    plainFrom = next;
  }

  private void add(Part part, int end) {
    flush(part.at());
    parts().add(part);
    next = end;
    plainFrom = end;
  }

  private void flush(int end) {
    if (end > plainFrom) {
      parts().add(new Plain(sql.substring(plainFrom, end), plainFrom));
    }
    plainFrom = end;
  }

  private List<Part> parts() {
    return inside == null ? outside : inside;
  }

  private boolean at(String mark) {
    return sql.startsWith(mark, next);
  }

  private int word(int from) {
    return SqlText.endOfWord(sql, from);
  }
}
