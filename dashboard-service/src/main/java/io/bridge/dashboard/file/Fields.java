package io.bridge.dashboard.file;

import static io.bridge.dashboard.yaml.Findings.quote;

import io.bridge.dashboard.yaml.Findings;
import io.bridge.dashboard.yaml.Position;
import io.bridge.dashboard.yaml.YamlNode;
import io.bridge.dashboard.yaml.YamlNode.Entry;
import io.bridge.dashboard.yaml.YamlNode.Mapping;
import io.bridge.dashboard.yaml.YamlNode.Sequence;
import io.bridge.dashboard.yaml.YamlNode.Text;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The keys of one mapping, read one by one. What does not fit is added to the findings and is null
 * to the reader, which reads on: a file is to be mended in one round.
 */
final class Fields {
  private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,8}");
  private static final List<String> BOOLEANS = List.of("true", "false");

  private final Mapping mapping;
  private final String path;
  private final Findings findings;

  private Fields(Mapping mapping, String path, Findings findings) {
    this.mapping = mapping;
    this.path = path;
    this.findings = findings;
  }

  /** Empty where the node is no mapping. */
  static Optional<Fields> of(YamlNode node, String path, Findings findings) {
    if (node instanceof Mapping mapping) {
      return Optional.of(new Fields(mapping, path, findings));
    }
    findings.add(node.at(), path, "here should be keys with values");
    return Optional.empty();
  }

  Position at() {
    return mapping.at();
  }

  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  List<Entry> entries() {
    return mapping.entries();
  }

  void allow(Collection<String> keys) {
    mapping.entries().stream()
        .map(Entry::key)
        .filter(key -> !keys.contains(key.value()))
        .forEach(key -> unknown(key, keys));
  }

  private void unknown(Text key, Collection<String> keys) {
    String message = "unknown key " + quote(key.value()) + Nearest.hint(key.value(), keys);
    findings.add(key.at(), path, message, keys);
  }

  /** Null where the key is not there. */
  YamlNode node(String key) {
    return mapping.entries().stream()
        .filter(entry -> entry.key().value().equals(key))
        .findFirst()
        .map(Entry::value)
        .orElse(null);
  }

  /** Adds a finding for each that is not there. */
  void require(Collection<String> keys) {
    keys.stream()
        .filter(key -> node(key) == null)
        .forEach(key -> findings.add(mapping.at(), path(key), "is missing"));
  }

  /** A scalar as it is written. */
  Text scalar(String key) {
    YamlNode node = node(key);
    if (node == null) {
      return null;
    }
    if (!(node instanceof Text text)) {
      findings.add(node.at(), path(key), "here should be one value");
      return null;
    }
    if (text.isMissing()) {
      findings.add(text.at(), path(key), "the value is missing");
      return null;
    }
    return text;
  }

  String text(String key, int most) {
    Text text = scalar(key);
    if (text == null || text.value().length() > most) {
      return refuse(text, key, "longer than " + most + " characters");
    }
    return text.value();
  }

  String matching(String key, Pattern pattern, String expected) {
    return scalar(key, text -> matches(pattern, text), "is not " + expected);
  }

  private static Optional<String> matches(Pattern pattern, Text text) {
    return pattern.matcher(text.value()).matches() ? Optional.of(text.value()) : Optional.empty();
  }

  String oneOf(String key, Collection<String> allowed) {
    Text text = scalar(key);
    if (text == null || allowed.contains(text.value())) {
      return text == null ? null : text.value();
    }
    String message = "unknown value " + quote(text.value()) + Nearest.hint(text.value(), allowed);
    findings.add(text.at(), path(key), message, allowed);
    return null;
  }

  Boolean bool(String key) {
    Text text = scalar(key);
    if (text == null || text.plain() && BOOLEANS.contains(text.value())) {
      return text == null ? null : Boolean.valueOf(text.value());
    }
    findings.add(text.at(), path(key), quote(text.value()) + " is no truth value", BOOLEANS);
    return null;
  }

  Integer integer(String key, int least, int most) {
    String range = "a whole number from " + least + " to " + most;
    return scalar(
        key,
        text -> integer(text).filter(number -> number >= least && number <= most),
        "is not " + range);
  }

  private static Optional<Integer> integer(Text text) {
    return text.plain() && INTEGER.matcher(text.value()).matches()
        ? Optional.of(Integer.valueOf(text.value()))
        : Optional.empty();
  }

  Duration duration(String key, Duration least, Duration most) {
    String range = " from " + Quantity.write(least) + " to " + Quantity.write(most);
    return scalar(
        key,
        text ->
            Quantity.duration(text.value())
                .filter(read -> read.compareTo(least) >= 0 && read.compareTo(most) <= 0),
        "is not " + Quantity.DURATION_EXAMPLE + range);
  }

  Long bytes(String key) {
    return scalar(
        key,
        text -> Quantity.bytes(text.value()).filter(bytes -> bytes > 0),
        "is not " + Quantity.BYTES_EXAMPLE);
  }

  /** Items of a list; empty where the key is not there. */
  List<YamlNode> list(String key) {
    YamlNode node = node(key);
    if (node == null || node instanceof Sequence) {
      return node == null ? List.of() : ((Sequence) node).items();
    }
    findings.add(node.at(), path(key), "here should be a list");
    return List.of();
  }

  Optional<Fields> fields(String key) {
    YamlNode node = node(key);
    return node == null ? Optional.empty() : of(node, path(key), findings);
  }

  private <T> T scalar(String key, Function<Text, Optional<T>> read, String problem) {
    Text text = scalar(key);
    return text == null
        ? null
        : read.apply(text).orElseGet(() -> refuse(text, key, quote(text.value()) + " " + problem));
  }

  private <T> T refuse(Text text, String key, String message) {
    if (text != null) {
      findings.add(text.at(), path(key), message);
    }
    return null;
  }
}
