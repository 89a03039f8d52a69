package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.util.LinkedHashMap;
import java.util.Map;

/** A refusal in the form of the XML API: {@code <Error><Code>…</Code><Message>…</Message>…}. */
final class XmlError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient Map<String, String> elements;

  /**
   * @param elements more elements by name, in their order
   */
  XmlError(int status, String code, String message, Map<String, String> elements) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.elements = new LinkedHashMap<>(elements);
  }

  XmlError(int status, String code, String message) {
    this(status, code, message, Map.of());
  }

  static XmlError notImplemented(String what) {
    return new XmlError(
        501,
        "NotImplemented",
        "A header or query you provided requested a function that is not implemented.",
        Map.of("Details", "local-cloud does not implement " + what));
  }

  static XmlError accessDenied(String details) {
    return new XmlError(403, "AccessDenied", "Access denied.", Map.of("Details", details));
  }

  static XmlError invalid(String details) {
    return new XmlError(400, "InvalidArgument", "Invalid argument.", Map.of("Details", details));
  }

  /** The same refusal as the JSON API's. */
  static XmlError of(GoogleError error) {
    Map<String, String> details = Map.of("Details", error.getMessage());
    return switch (error.code()) {
      case 401, 403 -> accessDenied(error.getMessage());
      case 404 -> new XmlError(404, "NoSuchKey", "The specified key does not exist.", details);
      case 412 -> new XmlError(412, "PreconditionFailed", error.getMessage());
      case 501 -> new XmlError(501, "NotImplemented", error.getMessage());
      default -> invalid(error.getMessage());
    };
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  String toXml() {
    StringBuilder xml = new StringBuilder("<?xml version='1.0' encoding='UTF-8'?><Error>");
    append(xml, "Code", code);
    append(xml, "Message", getMessage());
    elements.forEach((name, value) -> append(xml, name, value));
    return xml.append("</Error>").toString();
  }

  private static void append(StringBuilder xml, String name, String value) {
    xml.append('<').append(name).append('>');
    value.codePoints().forEach(c -> appendEscaped(xml, c));
    xml.append("</").append(name).append('>');
  }

  private static void appendEscaped(StringBuilder xml, int c) {
    switch (c) {
      case '<' -> xml.append("&lt;");
      case '>' -> xml.append("&gt;");
      case '&' -> xml.append("&amp;");
      case '"' -> xml.append("&quot;");
      // Who parses XML makes a line feed of it.
      case '\r' -> xml.append("&#13;");
      case '\t', '\n' -> xml.append((char) c);
      default -> xml.appendCodePoint(isXmlCharacter(c) ? c : '?');
    }
  }

  private static boolean isXmlCharacter(int c) {
    return c >= 0x20 && (c < 0xd800 || c > 0xdfff) && c != 0xfffe && c != 0xffff;
  }
}
