package io.bridge.dashboard.yaml;

import io.bridge.dashboard.yaml.YamlNode.Entry;
import io.bridge.dashboard.yaml.YamlNode.Mapping;
import io.bridge.dashboard.yaml.YamlNode.Sequence;
import io.bridge.dashboard.yaml.YamlNode.Text;
import io.bridge.model.error.BridgeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads one YAML document from the parser's events, so that depth, number and aliases are counted
 * before anything is built from them. Tags, directives and merge keys are not taken: a file says
 * what it means by its keys alone.
 */
public final class YamlReader {
  static final int MAX_DEPTH = 32;
  static final int MAX_SIZE = 20_000;
  static final int MAX_ALIASES = 100;

  private final Source source;
  private final Findings findings;
  private final Iterator<Event> events;

  /** Empty while the value that bears the anchor is still being read. */
  private final Map<Anchor, Optional<YamlNode>> anchors = new HashMap<>();

  private int size;
  private int aliases;

  private YamlReader(Source source, Findings findings) {
    this.source = source;
    this.findings = findings;
    this.events = new Parse(settings(source.text())).parseString(source.text()).iterator();
  }

  /** One buffer for all: the parser fails where a pair of surrogates lies across two. */
  private static LoadSettings settings(String text) {
    return LoadSettings.builder()
        .setCodePointLimit(Source.MAX_BYTES + 1)
        .setBufferSize(text.length() + 2)
        .build();
  }

  /**
   * Fails with {@code DASHBOARD_INVALID} where there is no tree; keys that are there twice are
   * added to the findings.
   */
  public static YamlNode read(Source source, Findings findings) {
    try {
      return new YamlReader(source, findings).document();
    } catch (MarkedYamlEngineException e) {
      throw syntax(e, findings);
    } catch (ReaderException e) {
      throw findings.fatal(source.position(e.getPosition()), "a character that no text has");
    } catch (YamlEngineException _) {
      throw findings.fatal(Position.START, "the file is no YAML");
    }
  }

  private static BridgeException syntax(MarkedYamlEngineException e, Findings findings) {
    Position at =
        e.getProblemMark().or(e::getContextMark).map(YamlReader::at).orElse(Position.START);
    String problem = e.getProblem() == null ? "no YAML" : e.getProblem().replaceAll("\\s+", " ");
    return findings.fatal(at, "YAML: " + problem);
  }

  private YamlNode document() {
    events.next();
    if (!(events.next() instanceof DocumentStartEvent start)) {
      throw findings.fatal(Position.START, "the file is empty");
    }
    if (start.getSpecVersion().isPresent() || !start.getTags().isEmpty()) {
      throw fatal(start, "directives are not taken");
    }
    YamlNode root = node(events.next(), 0);
    events.next();
    Event behind = events.next();
    if (behind.getEventId() != Event.ID.StreamEnd) {
      throw fatal(behind, "a second document; a file has one");
    }
    return root;
  }

  private YamlNode node(Event event, int depth) {
    if (depth > MAX_DEPTH) {
      throw fatal(event, "nested deeper than " + MAX_DEPTH + " levels");
    }
    if (event instanceof AliasEvent alias) {
      return resolve(alias);
    }
    NodeEvent node = (NodeEvent) event;
    requireNoTag(node);
    node.getAnchor().ifPresent(anchor -> anchors.put(anchor, Optional.empty()));
    YamlNode read = content(node, depth);
    node.getAnchor().ifPresent(anchor -> anchors.put(anchor, Optional.of(read)));
    return read;
  }

  private YamlNode content(NodeEvent event, int depth) {
    return switch (event) {
      case ScalarEvent scalar -> text(scalar);
      case MappingStartEvent start -> mapping(start, depth);
      default -> sequence(event, depth);
    };
  }

  private void requireNoTag(NodeEvent event) {
    Optional<String> tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent start -> start.getTag();
          default -> Optional.empty();
        };
    if (tag.isPresent()) {
      throw fatal(event, "tags are not taken: " + Findings.quote(tag.get()));
    }
  }

  private YamlNode resolve(AliasEvent alias) {
    if (++aliases > MAX_ALIASES) {
      throw fatal(alias, "more than " + MAX_ALIASES + " aliases");
    }
    Optional<YamlNode> target = anchors.get(alias.getAlias());
    if (target == null) {
      throw fatal(alias, "an alias of an anchor that is not above");
    }
    YamlNode found = target.orElseThrow(() -> fatal(alias, "an alias inside of its own anchor"));
    count(alias, found.size(), "too large once its aliases are written out");
    return found;
  }

  private Text text(ScalarEvent event) {
    Text text =
        new Text(
            event.getValue(),
            event.isPlain(),
            at(event),
            event.getStartMark().orElseThrow().getIndex(),
            event.getEndMark().orElseThrow().getIndex());
    count(event, text.size(), "more than " + MAX_SIZE + " values");
    if (!event.getValue().codePoints().allMatch(Source::isPrintable)) {
      throw fatal(event, "an escape of a character that no text has");
    }
    return text;
  }

  private Sequence sequence(NodeEvent start, int depth) {
    count(start, 1, "more than " + MAX_SIZE + " values");
    List<YamlNode> items = new ArrayList<>();
    int before = size - 1;
    for (Event next = events.next(); !ends(next); next = events.next()) {
      items.add(node(next, depth + 1));
    }
    return new Sequence(List.copyOf(items), at(start), size - before);
  }

  private Mapping mapping(NodeEvent start, int depth) {
    count(start, 1, "more than " + MAX_SIZE + " values");
    List<Entry> entries = new ArrayList<>();
    Map<String, Position> seen = new HashMap<>();
    int before = size - 1;
    for (Event next = events.next(); !ends(next); next = events.next()) {
      Text key = key(next);
      YamlNode value = node(events.next(), depth + 1);
      Position first = seen.putIfAbsent(key.value(), key.at());
      if (first == null) {
        entries.add(new Entry(key, value));
      } else {
        findings.add(
            key.at(),
            "",
            "the key "
                + Findings.quote(key.value())
                + " is there twice, first on line "
                + first.line());
      }
    }
    return new Mapping(List.copyOf(entries), at(start), size - before);
  }

  private Text key(Event event) {
    if (!(event instanceof ScalarEvent scalar)) {
      throw fatal(event, "a key is a word");
    }
    requireNoTag(scalar);
    if (scalar.getAnchor().isPresent()) {
      throw fatal(event, "a key bears no anchor");
    }
    if (scalar.isPlain() && scalar.getValue().equals("<<")) {
      throw fatal(event, "merge keys are not taken; write the keys out");
    }
    if (scalar.isPlain() && scalar.getValue().isEmpty()) {
      throw fatal(event, "a key is missing");
    }
    return text(scalar);
  }

  private void count(Event event, int more, String message) {
    size += more;
    if (size > MAX_SIZE) {
      throw fatal(event, message);
    }
  }

  private static boolean ends(Event event) {
    return event.getEventId() == Event.ID.MappingEnd || event.getEventId() == Event.ID.SequenceEnd;
  }

  private BridgeException fatal(Event event, String message) {
    return findings.fatal(at(event), message);
  }

  private static Position at(Event event) {
    return event.getStartMark().map(YamlReader::at).orElse(Position.START);
  }

  private static Position at(Mark mark) {
    return new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }
}
