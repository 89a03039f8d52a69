package io.bridge.app.terminal;

/**
 * Text that comes from a server or from a file, made safe to print: a control character could move
 * the cursor, retitle the window or hide what was printed before.
 */
public final class Printable {
  private Printable() {}

  /** The text with each character that a terminal acts upon written as {@code \}{@code u001b}. */
  public static String text(String raw) {
    if (raw == null) {
      return "";
    }
    if (raw.codePoints().noneMatch(Printable::isUnsafe)) {
      return raw;
    }
    StringBuilder safe = new StringBuilder(raw.length() + 16);
    raw.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  private static void append(StringBuilder safe, int codePoint) {
    if (!isUnsafe(codePoint)) {
      safe.appendCodePoint(codePoint);
      return;
    }
    for (char unit : Character.toChars(codePoint)) {
      // By UTF-16 units, so that the escape is JSON's too.
      safe.append(String.format("\\u%04x", (int) unit));
    }
  }

  /** Controls, line separators, lone surrogates and the marks that turn the reading direction. */
  static boolean isUnsafe(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
