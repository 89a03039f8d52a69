package io.bridge.dashboard.file;

import static io.bridge.dashboard.yaml.Findings.quote;

import io.bridge.dashboard.yaml.Findings;
import io.bridge.dashboard.yaml.Position;
import io.bridge.dashboard.yaml.YamlNode.Text;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Names of queries and parameters, which become names of SQL: unique whatever their case. */
final class Names {
  static final int MAX_QUERIES = 100;
  static final int MAX_PARAMS = 50;

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

  private final String path;
  private final Findings findings;
  private final Map<String, Position> seen = new HashMap<>();

  Names(String path, Findings findings) {
    this.path = path;
    this.findings = findings;
  }

  void requireNumber(Fields fields, int least, int most, int found) {
    Position at = fields.node(path) == null ? fields.at() : fields.node(path).at();
    if (found > most) {
      findings.add(at, path, found + " of them; at most " + most);
    }
    if (found < least && fields.node(path) != null) {
      findings.add(at, path, "there should be at least " + least);
    }
  }

  /** False, and a finding, where this is no name. */
  boolean check(Text key) {
    if (!NAME.matcher(key.value()).matches()) {
      String message = " is no name: a letter, then letters, digits and underscores, 63 at most";
      findings.add(key.at(), path, quote(key.value()) + message);
      return false;
    }
    claim(key, key.value());
    return true;
  }

  /** Takes a name that the key brings along. */
  void claim(Text key, String name) {
    Position first = seen.putIfAbsent(name.toLowerCase(Locale.ROOT), key.at());
    if (first != null && !first.equals(key.at())) {
      findings.add(
          key.at(), path, quote(name) + " means the same as a name on line " + first.line());
    }
  }
}
