package io.bridge.app.dashboard;

import io.bridge.app.gateway.Gateway;
import io.bridge.app.source.SmallFile;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Violation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dashboard's file on the laptop.
 *
 * @param shown its name as the person gave it
 */
record SourceFile(Path shown, byte[] bytes) {
  static final String TYPE = "application/yaml";

  private static final int MOST_BYTES = 256 * 1024;
  private static final String VALUE = "\\s*:\\s*[\"']?([A-Za-z0-9_-]+)";
  private static final List<Pattern> NAMES =
      List.of(
          Pattern.compile("(?m)^[\"']?name[\"']?" + VALUE), Pattern.compile("\"name\"" + VALUE));

  static SourceFile read(Path shown, Path file) {
    return new SourceFile(shown, SmallFile.read(file, MOST_BYTES));
  }

  Gateway.Body body() {
    return new Gateway.Body(TYPE, bytes);
  }

  /**
   * What the file calls itself, as far as one sees it without reading YAML; else the file's own
   * name. The service, which reads the file, says where they differ.
   */
  String slug() {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return NAMES.stream()
        .map(name -> name.matcher(text))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst()
        .orElseGet(this::stem);
  }

  private String stem() {
    return shown.getFileName().toString().replaceFirst("\\.ya?ml$", "");
  }

  /** The same failure, with places in this file. */
  BridgeException located(BridgeException e) {
    List<Violation> violations = e.violations().stream().map(this::located).toList();
    boolean everywhere =
        !violations.isEmpty() && violations.stream().allMatch(v -> v.line() != null);
    return new BridgeException(
        e.code(), everywhere ? e.code().title() + "." : e.getMessage(), violations);
  }

  private Violation located(Violation violation) {
    if (violation.line() == null) {
      return violation;
    }
    String place = violation.line() + ":" + violation.column() + ": ";
    String message = violation.message() == null ? "" : violation.message();
    int said = message.indexOf(place);
    String rest =
        said >= 0 ? message.substring(said + place.length()) : violation.field() + ": " + message;
    return new Violation(
        violation.field(),
        shown + ":" + place + rest,
        violation.line(),
        violation.column(),
        violation.allowed());
  }
}
