package io.bridge.model.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads DuckDB's text of a type, such as {@code STRUCT(a INTEGER, "b c" DECIMAL(10,2)[])}. The text
 * may come from anybody: length, nesting and the number of members are bounded and whatever is not
 * understood gives an empty answer.
 */
final class DuckTypeParser {
  static final int MAX_LENGTH = 100_000;
  static final int MAX_DEPTH = 32;
  static final int MAX_MEMBERS = 10_000;

  private static final Set<String> DECIMALS = Set.of("DECIMAL", "NUMERIC");
  // DuckDB's own default where a DECIMAL is written without parameters.
  private static final DuckType DEFAULT_DECIMAL = new DuckType.Decimal(18, 3);

  private final String text;
  private int at;
  private int members;

  private DuckTypeParser(String text) {
    this.text = text;
  }

  /** Empty where the text is no type that DuckDB prints, or larger than the bounds. */
  static Optional<DuckType> parse(String text) {
    if (text == null || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    return new DuckTypeParser(text).whole();
  }

  private Optional<DuckType> whole() {
    try {
      DuckType type = type(0);
      skipSpace();
      return at == text.length() ? Optional.of(type) : Optional.empty();
    } catch (NotAType _) {
      return Optional.empty();
    }
  }

  private DuckType type(int depth) throws NotAType {
    require(depth < MAX_DEPTH);
    DuckType type = core(depth);
    for (int nested = depth; accept('['); nested++) {
      require(nested < MAX_DEPTH);
      boolean fixed = !peek(']');
      if (fixed) {
        number();
      }
      expect(']');
      type = new DuckType.ListOf(type, fixed);
    }
    return type;
  }

  private DuckType core(int depth) throws NotAType {
    skipSpace();
    if (peek('"')) {
      // DuckDB quotes the type of a bare NULL, because the word is a keyword.
      return new DuckType.Simple(quoted('"').toUpperCase(Locale.ROOT));
    }
    String name = words();
    return switch (name) {
      case "STRUCT" -> struct(depth);
      case "MAP" -> map(depth);
      case "ENUM" -> enumeration();
      case "UNION" -> union(depth);
      default -> DECIMALS.contains(name) ? decimal() : simple(name);
    };
  }

  private DuckType struct(int depth) throws NotAType {
    return new DuckType.Struct(members(depth));
  }

  private DuckType union(int depth) throws NotAType {
    members(depth);
    return new DuckType.Union();
  }

  private List<DuckType.Member> members(int depth) throws NotAType {
    expect('(');
    List<DuckType.Member> found = new ArrayList<>();
    do {
      require(++members <= MAX_MEMBERS);
      found.add(new DuckType.Member(identifier(), type(depth + 1)));
    } while (accept(','));
    expect(')');
    return List.copyOf(found);
  }

  private DuckType map(int depth) throws NotAType {
    expect('(');
    DuckType key = type(depth + 1);
    expect(',');
    DuckType value = type(depth + 1);
    expect(')');
    return new DuckType.MapOf(key, value);
  }

  private DuckType enumeration() throws NotAType {
    expect('(');
    do {
      skipSpace();
      quoted('\'');
    } while (accept(','));
    expect(')');
    return new DuckType.Enumeration();
  }

  private DuckType decimal() throws NotAType {
    if (!accept('(')) {
      return DEFAULT_DECIMAL;
    }
    int precision = number();
    int scale = accept(',') ? number() : 0;
    expect(')');
    require(precision >= 1 && precision <= 38 && scale <= precision);
    return new DuckType.Decimal(precision, scale);
  }

  /** Parameters such as a length or a coordinate system do not change how a type is carried. */
  private DuckType simple(String name) throws NotAType {
    if (accept('(')) {
      do {
        skipSpace();
        parameter();
      } while (accept(','));
      expect(')');
    }
    return new DuckType.Simple(name);
  }

  private void parameter() throws NotAType {
    if (peek('\'')) {
      quoted('\'');
    } else {
      number();
    }
  }

  private String identifier() throws NotAType {
    skipSpace();
    return peek('"') ? quoted('"') : word();
  }

  /** One or more words: {@code DOUBLE}, {@code TIME WITH TIME ZONE}. */
  private String words() throws NotAType {
    StringBuilder words = new StringBuilder(word());
    skipSpace();
    while (at < text.length() && isWord(text.charAt(at))) {
      words.append(' ').append(word());
      skipSpace();
    }
    return words.toString().toUpperCase(Locale.ROOT);
  }

  private String word() throws NotAType {
    skipSpace();
    int start = at;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    require(at > start);
    return text.substring(start, at);
  }

  private String quoted(char quote) throws NotAType {
    require(peek(quote));
    StringBuilder content = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != quote) {
        content.append(c);
      } else if (at + 1 < text.length() && text.charAt(at + 1) == quote) {
        content.append(c);
        at++;
      } else {
        at++;
        return content.toString();
      }
    }
    throw new NotAType();
  }

  private int number() throws NotAType {
    skipSpace();
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    require(at > start && at - start <= 9);
    return Integer.parseInt(text, start, at, 10);
  }

  private boolean accept(char c) {
    skipSpace();
    if (!peek(c)) {
      return false;
    }
    at++;
    return true;
  }

  private void expect(char c) throws NotAType {
    require(accept(c));
  }

  private boolean peek(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private void skipSpace() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  private static boolean isWord(char c) {
    return c == '_' || c == '$' || Character.isLetterOrDigit(c);
  }

  private static void require(boolean understood) throws NotAType {
    if (!understood) {
      throw new NotAType();
    }
  }

  /** Leaves the recursion; never leaves this class. */
  private static final class NotAType extends Exception {
    private static final long serialVersionUID = 1L;

    NotAType() {
      super(null, null, false, false);
    }
  }
}
