package io.bridge.gateway.route;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Which paths mean the same to everybody who reads them. A path that one reader may take for
 * another one is refused, so that what was checked here is what the service sees.
 */
final class PathRules {
  private static final String PLAIN = "-._~!$&'()*+,=:@/";

  private PathRules() {}

  /**
   * True for a path of plain segments: no empty one but the last, none of dots, no backslash,
   * semicolon or control character, and no encoded octet that would decode to one of those, to a
   * slash, a dot or a percent sign; encoded octets are UTF-8.
   */
  static boolean isPlain(String path) {
    return path.startsWith("/")
        && !path.contains("//")
        && hasPlainSegments(path)
        && hasPlainOctets(path);
  }

  private static boolean hasPlainSegments(String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasPlainOctets(String path) {
    ByteBuffer decoded = ByteBuffer.allocate(path.length());
    for (int at = 0; at < path.length(); ) {
      boolean isEncoded = path.charAt(at) == '%';
      int octet = isEncoded ? encoded(path, at) : literal(path.charAt(at));
      if (octet < 0) {
        return false;
      }
      decoded.put((byte) octet);
      at += isEncoded ? 3 : 1;
    }
    return isUtf8(decoded.flip());
  }

  private static int literal(char c) {
    return isAlphanumeric(c) || PLAIN.indexOf(c) >= 0 ? c : -1;
  }

  /** An encoded octet that could as well stand for itself is fine unless it means something. */
  private static int encoded(String path, int at) {
    if (at + 2 >= path.length() || !isHex(path.charAt(at + 1)) || !isHex(path.charAt(at + 2))) {
      return -1;
    }
    int octet = HexFormat.fromHexDigits(path, at + 1, at + 3);
    return octet < 0x20 || octet == 0x7f || "/\\%;.".indexOf(octet) >= 0 ? -1 : octet;
  }

  private static boolean isHex(char c) {
    return HexFormat.isHexDigit(c);
  }

  private static boolean isAlphanumeric(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
  }

  private static boolean isUtf8(ByteBuffer octets) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(octets);
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
