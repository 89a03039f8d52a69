package io.bridge.dashboard.plan;

import io.bridge.dashboard.file.Template;
import io.bridge.dashboard.file.Template.Clause;
import io.bridge.dashboard.file.Template.Part;
import io.bridge.dashboard.file.Template.Plain;
import io.bridge.dashboard.file.Template.Ref;
import io.bridge.dashboard.file.Template.Use;
import io.bridge.dashboard.query.BoundParam;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A query's own SQL with the parameters and names in place, before what it refers to stands in
 * front of it.
 *
 * @param pieces in order
 * @param refs queries that it refers to, as far as their clauses are there
 */
record Rendered(List<Piece> pieces, Set<String> refs, List<BoundParam> params) {

  /**
   * A stretch of text.
   *
   * @param at where it comes from, in the query's SQL
   * @param verbatim false where it stands for something shorter or longer
   */
  record Piece(String text, int at, boolean verbatim) {}

  static Rendered of(Template template, ParamValues values) {
    List<Piece> pieces = new ArrayList<>();
    Set<String> refs = new LinkedHashSet<>();
    List<BoundParam> params = new ArrayList<>();
    for (Part part : kept(template, values)) {
      switch (part) {
        case Plain plain -> pieces.add(new Piece(plain.text(), plain.at(), true));
        case Ref ref -> {
          refs.add(ref.query());
          pieces.add(new Piece("`" + ref.query() + "`", ref.at(), false));
        }
        case Use use -> {
          BoundParam param = values.bound(use);
          params.add(param);
          pieces.add(new Piece("@" + param.name(), use.at(), false));
        }
        case Clause _ -> {}
      }
    }
    return new Rendered(withoutEnd(pieces), refs, params);
  }

  private static List<Part> kept(Template template, ParamValues values) {
    List<Part> kept = new ArrayList<>();
    for (Part part : template.parts()) {
      if (!(part instanceof Clause clause)) {
        kept.add(part);
      } else if (isKept(clause, values)) {
        kept.addAll(clause.parts());
      }
    }
    return kept;
  }

  /** A clause drops exactly when a parameter inside is empty. */
  private static boolean isKept(Clause clause, ParamValues values) {
    return clause.parts().stream()
        .filter(Use.class::isInstance)
        .map(Use.class::cast)
        .noneMatch(values::isEmpty);
  }

  /** A semicolon at the end would close the statement inside of a parenthesis. */
  private static List<Piece> withoutEnd(List<Piece> pieces) {
    Piece last = pieces.isEmpty() ? null : pieces.getLast();
    if (last == null || !last.verbatim()) {
      return pieces;
    }
    String text = last.text().stripTrailing();
    String cut = text.endsWith(";") ? text.substring(0, text.length() - 1) : text;
    pieces.set(pieces.size() - 1, new Piece(cut.stripTrailing(), last.at(), true));
    return pieces;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    pieces.forEach(piece -> text.append(piece.text()));
    return text.toString();
  }
}
