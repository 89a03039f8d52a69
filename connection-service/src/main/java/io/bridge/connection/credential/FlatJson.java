package io.bridge.connection.credential;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads one JSON object of ASCII texts and nothing else: no nesting, no other values, no name
 * twice, nothing after it. Values become bytes and never a text, which could not be zeroed. Fails
 * with {@code CREDENTIAL_INVALID} naming line and column.
 */
final class FlatJson {
  private static final int MAX_MEMBERS = 32;
  private static final int LAST_ASCII = 0x7e;
  private static final String PLAIN_ESCAPES = "\"\\/bfnrt";
  private static final byte[] ESCAPED = "\"\\/\b\f\n\r\t".getBytes(StandardCharsets.US_ASCII);

  private final byte[] text;
  private final Map<String, byte[]> members = new LinkedHashMap<>();
  private int at;

  private FlatJson(byte[] text) {
    this.text = text;
  }

  /** The members in the order of the text. Who takes them zeroes them. */
  static Map<String, byte[]> read(byte[] text) {
    FlatJson json = new FlatJson(text);
    try {
      json.readObject();
      return json.members;
    } catch (RuntimeException e) {
      zero(json.members);
      throw e;
    }
  }

  static void zero(Map<String, byte[]> members) {
    members.values().forEach(value -> Arrays.fill(value, (byte) 0));
  }

  private void readObject() {
    if (text.length > 0 && text[0] == (byte) 0xEF) {
      throw wrong("file", "begins with a byte order mark; save it as plain ASCII");
    }
    expect('{', "is to be one JSON object");
    if (next() != '}') {
      do {
        readMember();
      } while (skip(','));
    }
    expect('}', "is not complete: a comma or a closing brace is missing");
    if (next() >= 0) {
      throw wrong("file", "has something after its closing brace");
    }
  }

  private void readMember() {
    if (next() != '"') {
      throw wrong("file", "is to have a name in double quotes here");
    }
    String name = new String(readText("file"), StandardCharsets.US_ASCII);
    if (members.containsKey(name) || members.size() == MAX_MEMBERS) {
      throw wrong(
          "file", members.size() == MAX_MEMBERS ? "has too many members" : "has a name twice");
    }
    expect(':', "is to have a colon after each name");
    if (next() != '"') {
      throw wrong(known(name), "is to be a text; a key file has no other values");
    }
    members.put(name, readText(known(name)));
  }

  private byte[] readText(String field) {
    byte[] value = new byte[text.length - at];
    int length = 0;
    at++;
    while (at < text.length && text[at] != '"') {
      value[length++] = readCharacter(field);
    }
    byte[] exact = Arrays.copyOf(value, length);
    Arrays.fill(value, (byte) 0);
    if (at++ >= text.length) {
      Arrays.fill(exact, (byte) 0);
      throw wrong(field, "does not end");
    }
    return exact;
  }

  private byte readCharacter(String field) {
    byte read = text[at];
    if (read < ' ' || read > LAST_ASCII) {
      throw wrong(field, "holds a character that a key file does not have");
    }
    at++;
    return read == '\\' ? readEscape(field) : read;
  }

  private byte readEscape(String field) {
    int escape = at < text.length ? PLAIN_ESCAPES.indexOf(text[at]) : -1;
    if (escape >= 0) {
      at++;
      return ESCAPED[escape];
    }
    if (at + 5 > text.length || text[at] != 'u') {
      throw wrong(field, "holds an escape that JSON does not have");
    }
    int code = 0;
    for (int digit = at + 1; digit <= at + 4; digit++) {
      int value = Character.digit(text[digit], 16);
      code = value < 0 || code < 0 ? -1 : code * 16 + value;
    }
    if (code < 1 || code > LAST_ASCII) {
      throw wrong(field, "holds a character that a key file does not have");
    }
    at += 5;
    return (byte) code;
  }

  private void expect(char wanted, String otherwise) {
    if (!skip(wanted)) {
      throw wrong("file", otherwise);
    }
  }

  private boolean skip(char wanted) {
    boolean there = next() == wanted;
    at += there ? 1 : 0;
    return there;
  }

  /** The next byte that is no white space; -1 at the end. */
  private int next() {
    while (at < text.length && " \t\r\n".indexOf(text[at]) >= 0) {
      at++;
    }
    return at < text.length ? text[at] : -1;
  }

  /** Names that are not Google's are somebody's text and are not said again. */
  private static String known(String name) {
    return CredentialFile.FIELDS.contains(name) ? name : "file";
  }

  private RuntimeException wrong(String field, String message) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(at, text.length); i++) {
      column = text[i] == '\n' ? 1 : column + 1;
      line += text[i] == '\n' ? 1 : 0;
    }
    return CredentialFile.refused(field, message, line, column);
  }
}
