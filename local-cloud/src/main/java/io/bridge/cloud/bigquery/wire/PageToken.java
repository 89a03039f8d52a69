package io.bridge.cloud.bigquery.wire;

import io.bridge.cloud.http.GoogleError;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where the next page starts, opaque to clients.
 *
 * @param context what is being paged; a token of another list, or of a table that was replaced
 *     since, is refused rather than answered with rows of something else
 * @param position a key or a row number
 */
public record PageToken(String context, String position) {

  public String encode() {
    var text = context + "\n" + position;
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(text));
  }

  /**
   * The position in a token, or null when there is no token.
   *
   * @throws GoogleError 400 for a token that this list did not give
   */
  public static String position(String context, String token) {
    if (token == null || token.isEmpty()) {
      return null;
    }
    try {
      var text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (text.startsWith(context + "\n")) {
        return text.substring(context.length() + 1);
      }
    } catch (IllegalArgumentException _) {
      // Falls through: it is not one of ours.
    }
    throw GoogleError.invalid("Invalid page token: it does not belong to this list");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
