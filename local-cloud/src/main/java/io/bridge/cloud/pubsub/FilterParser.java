package io.bridge.cloud.pubsub;

import io.bridge.cloud.http.GoogleError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The grammar of filters: {@code attributes:k}, {@code attributes.k = "v"}, {@code !=}, {@code
 * hasPrefix(attributes.k, "v")}, {@code NOT} or {@code -}, parentheses, and either {@code AND}s or
 * {@code OR}s on one level.
 */
final class FilterParser {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<string>\"(?:[^\"\\\\]|\\\\.)*\")|(?<word>[A-Za-z0-9_][A-Za-z0-9_-]*)"
              + "|(?<sign>!=|[=:.,()-]))");

  private final List<String> tokens;
  private int next;

  FilterParser(String text) {
    this.tokens = tokens(text);
  }

  Predicate<Map<String, String>> parse() {
    Predicate<Map<String, String>> whole = expression();
    if (next < tokens.size()) {
      throw wrong();
    }
    return whole;
  }

  private Predicate<Map<String, String>> expression() {
    Predicate<Map<String, String>> left = factor();
    String operator = peek();
    while (peek().equals("AND") || peek().equals("OR")) {
      // Which binds closer must be said with parentheses, also to Google.
      expect(operator);
      Predicate<Map<String, String>> right = factor();
      left = operator.equals("AND") ? left.and(right) : left.or(right);
    }
    return left;
  }

  private Predicate<Map<String, String>> factor() {
    if (take("NOT") || take("-")) {
      return factor().negate();
    }
    if (take("(")) {
      Predicate<Map<String, String>> inner = expression();
      expect(")");
      return inner;
    }
    return take("hasPrefix") ? prefix() : comparison();
  }

  private Predicate<Map<String, String>> prefix() {
    expect("(");
    expect("attributes");
    expect(".");
    String key = key();
    expect(",");
    String value = string();
    expect(")");
    return attributes -> attributes.containsKey(key) && attributes.get(key).startsWith(value);
  }

  private Predicate<Map<String, String>> comparison() {
    expect("attributes");
    if (take(":")) {
      String key = key();
      return attributes -> attributes.containsKey(key);
    }
    expect(".");
    String key = key();
    boolean equal = take("=");
    if (!equal) {
      expect("!=");
    }
    String value = string();
    return attributes -> value.equals(attributes.get(key)) == equal;
  }

  private String key() {
    if (peek().startsWith("\"")) {
      return string();
    }
    if (!peek().matches("[A-Za-z0-9_].*")) {
      throw wrong();
    }
    return tokens.get(next++);
  }

  private String string() {
    if (!peek().startsWith("\"")) {
      throw wrong();
    }
    String token = tokens.get(next++);
    try {
      return token.substring(1, token.length() - 1).translateEscapes();
    } catch (IllegalArgumentException _) {
      throw wrong();
    }
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private boolean take(String token) {
    boolean found = peek().equals(token);
    if (found) {
      next++;
    }
    return found;
  }

  private void expect(String token) {
    if (!take(token)) {
      throw wrong();
    }
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    String rest = text.strip();
    matcher.region(0, text.stripTrailing().length());
    while (!rest.isEmpty()) {
      if (!matcher.lookingAt()) {
        throw wrong();
      }
      tokens.add(matcher.group().strip());
      matcher.region(matcher.end(), matcher.regionEnd());
      rest = text.substring(matcher.regionStart(), matcher.regionEnd()).strip();
    }
    return tokens;
  }

  private static GoogleError wrong() {
    return GoogleError.invalid("The filter of the subscription has a syntax error.");
  }
}
