package io.bridge.sql;

import io.bridge.sql.SqlType.Array;
import io.bridge.sql.SqlType.Column;
import io.bridge.sql.SqlType.Other;
import io.bridge.sql.SqlType.Scalar;
import io.bridge.sql.SqlType.Struct;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads types as GoogleSQL writes them: {@code ARRAY<STRUCT<a INT64, b NUMERIC(10, 2)>>}. */
final class TypeText {
  private static final int MAX_DEPTH = 32;

  private final String text;
  private int at;

  private TypeText(String text) {
    this.text = text;
  }

  static SqlType read(String text) {
    TypeText reader = new TypeText(text);
    SqlType type = reader.type(0);
    return reader.isAtEnd() ? type : new Other(text);
  }

  private SqlType type(int depth) {
    String name = word().toUpperCase(Locale.ROOT);
    if (depth > MAX_DEPTH) {
      throw new IllegalArgumentException("A type that is nested too deep");
    }
    if (name.equals("ARRAY") && take('<')) {
      SqlType element = type(depth + 1);
      take('>');
      return new Array(element);
    }
    if (name.equals("STRUCT") && take('<')) {
      return struct(depth);
    }
    skipParameters();
    return scalar(name).<SqlType>map(it -> it).orElseGet(() -> new Other(name));
  }

  private SqlType struct(int depth) {
    List<Column> members = new ArrayList<>();
    while (!isAtEnd() && !take('>')) {
      members.add(member(depth));
      take(',');
    }
    return new Struct(members);
  }

  /** A word before another is a name, one that is alone a type. */
  private Column member(int depth) {
    int start = at;
    String name = word();
    boolean named = !isAtEnd() && (Character.isLetter(peek()) || peek() == '`');
    if (!named) {
      at = start;
    }
    return new Column(named ? name : "", type(depth + 1));
  }

  private static Optional<Scalar> scalar(String name) {
    return Stream.of(Scalar.values()).filter(it -> it.name().equals(name)).findFirst();
  }

  /** A precision or a length: values are checked by the warehouse, not here. */
  private void skipParameters() {
    if (take('(')) {
      int end = text.indexOf(')', at);
      at = end < 0 ? text.length() : end + 1;
    }
  }

  private String word() {
    boolean quoted = take('`');
    int start = at;
    while (at < text.length() && (quoted ? text.charAt(at) != '`' : isOfWord(text.charAt(at)))) {
      at++;
    }
    String word = text.substring(start, at);
    if (quoted) {
      take('`');
    }
    if (word.isEmpty()) {
      at = Math.min(at + 1, text.length());
    }
    return word;
  }

  private static boolean isOfWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private boolean take(char c) {
    boolean found = !isAtEnd() && peek() == c;
    at += found ? 1 : 0;
    return found;
  }

  private char peek() {
    return text.charAt(at);
  }

  private boolean isAtEnd() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at >= text.length();
  }
}
