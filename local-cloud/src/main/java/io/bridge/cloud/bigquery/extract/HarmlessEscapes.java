package io.bridge.cloud.bigquery.extract;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Map;

/**
 * The three characters that BigQuery never writes to a file of JSON, as HTML has a use for them.
 */
final class HarmlessEscapes extends CharacterEscapes {
  private static final long serialVersionUID = 1L;
  private static final Map<String, String> ESCAPES =
      Map.of("<", "\\u003c", ">", "\\u003e", "&", "\\u0026");

  @Override
  public int[] getEscapeCodesForAscii() {
    var codes = standardAsciiEscapesForJSON();
    ESCAPES.keySet().forEach(character -> codes[character.charAt(0)] = ESCAPE_CUSTOM);
    return codes;
  }

  /** Is asked about every character that is not ASCII, too. */
  @Override
  public SerializableString getEscapeSequence(int character) {
    var escape = ESCAPES.get(Character.toString(character));
    return escape == null ? null : new SerializedString(escape);
  }

  /** JSON's own text without them; in it they stand in strings only. */
  static String escaped(String json) {
    var text = json;
    for (var escape : ESCAPES.entrySet()) {
      text = text.replace(escape.getKey(), escape.getValue());
    }
    return text;
  }
}
