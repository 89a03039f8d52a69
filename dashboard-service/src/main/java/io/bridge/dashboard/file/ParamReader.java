package io.bridge.dashboard.file;

import static io.bridge.dashboard.yaml.Findings.quote;

import io.bridge.dashboard.yaml.Findings;
import io.bridge.dashboard.yaml.YamlNode;
import io.bridge.dashboard.yaml.YamlNode.Entry;
import io.bridge.dashboard.yaml.YamlNode.Mapping;
import io.bridge.dashboard.yaml.YamlNode.Sequence;
import io.bridge.dashboard.yaml.YamlNode.Text;
import io.bridge.model.dashboard.Param;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code params}. */
final class ParamReader {
  private static final int MAX_OPTIONS = 1_000;
  private static final List<String> KEYS = List.of("type", "label", "default");

  private final Findings findings;
  private final Set<String> queries;

  /**
   * @param queries names that options may come from
   */
  ParamReader(Findings findings, Set<String> queries) {
    this.findings = findings;
    this.queries = queries;
  }

  List<ParamSpec> read(Fields file) {
    List<Entry> entries = file.fields("params").map(Fields::entries).orElse(List.of());
    Names names = new Names("params", findings);
    names.requireNumber(file, 0, Names.MAX_PARAMS, entries.size());
    List<ParamSpec> params = new ArrayList<>();
    for (Entry entry : entries.subList(0, Math.min(entries.size(), Names.MAX_PARAMS))) {
      if (names.check(entry.key())) {
        Fields.of(entry.value(), "params." + entry.key().value(), findings)
            .map(fields -> param(entry.key(), fields, names))
            .ifPresent(params::add);
      }
    }
    return List.copyOf(params);
  }

  private ParamSpec param(Text key, Fields fields, Names names) {
    fields.require(List.of("type"));
    String type = fields.oneOf("type", ParamType.keys());
    boolean select = ParamType.SELECT.key().equals(type);
    if (type != null) {
      fields.allow(select ? with("multi", "options") : KEYS);
    }
    if (ParamType.DATERANGE.key().equals(type)) {
      // What @name.from and @name.to are bound as.
      names.claim(key, key.value() + "_from");
      names.claim(key, key.value() + "_to");
    }
    return type == null ? null : spec(key.value(), ParamType.of(type), fields);
  }

  private static List<String> with(String... more) {
    return Stream.concat(KEYS.stream(), Stream.of(more)).toList();
  }

  private ParamSpec spec(String name, ParamType type, Fields fields) {
    boolean multi = type == ParamType.SELECT && Boolean.TRUE.equals(fields.bool("multi"));
    List<Text> options = type == ParamType.SELECT ? options(fields) : null;
    List<Text> defaults = defaults(type, multi, fields);
    Param shown =
        new Param(
            name,
            type.key(),
            fields.text("label", DashboardReader.MAX_TITLE),
            multi,
            options == null ? null : values(options),
            type == ParamType.SELECT ? optionsQuery(fields) : null,
            values(defaults));
    ParamSpec spec = new ParamSpec(shown, ParamValue.sqlType(type, numbers(options, defaults)));
    requireValid(spec, defaults, fields);
    return spec;
  }

  /** Texts whose spelling says whether a parameter is of whole numbers. */
  private static List<Text> numbers(List<Text> options, List<Text> defaults) {
    return options == null ? defaults : options;
  }

  private void requireValid(ParamSpec spec, List<Text> defaults, Fields fields) {
    for (Text value : defaults) {
      ParamValue.problem(spec, value.value())
          .ifPresent(problem -> refuse(spec, value, fields, problem));
    }
    boolean range = spec.type() == ParamType.DATERANGE && defaults.size() == 2;
    if (range && defaults.get(0).value().compareTo(defaults.get(1).value()) > 0) {
      findings.add(defaults.get(0).at(), fields.path("default"), "from is after to");
    }
  }

  private void refuse(ParamSpec spec, Text value, Fields fields, String problem) {
    List<String> options = spec.shown().options();
    findings.add(
        value.at(),
        fields.path("default"),
        quote(value.value()) + " " + problem,
        options == null ? List.of() : options);
  }

  /** Null where the options come from a query. */
  private List<Text> options(Fields fields) {
    YamlNode options = fields.node("options");
    if (options instanceof Mapping) {
      return null;
    }
    if (options == null) {
      findings.add(fields.at(), fields.path("options"), "is missing: a list, or {query: name}");
      return List.of();
    }
    List<Text> listed = texts(fields.path("options"), fields.list("options"));
    if (listed.isEmpty() || listed.size() > MAX_OPTIONS) {
      findings.add(options.at(), fields.path("options"), "1 to " + MAX_OPTIONS + " of them");
    }
    return listed;
  }

  private String optionsQuery(Fields fields) {
    if (!(fields.node("options") instanceof Mapping)) {
      return null;
    }
    Fields from = fields.fields("options").orElseThrow();
    from.allow(List.of("query"));
    from.require(List.of("query"));
    return from.oneOf("query", queries);
  }

  private List<Text> defaults(ParamType type, boolean multi, Fields fields) {
    YamlNode node = fields.node("default");
    if (node == null) {
      return List.of();
    }
    if (type == ParamType.DATERANGE) {
      return range(fields.fields("default").orElse(null));
    }
    if (multi && node instanceof Sequence several) {
      return texts(fields.path("default"), several.items());
    }
    return Stream.of(fields.scalar("default")).filter(Objects::nonNull).toList();
  }

  private static List<Text> range(Fields fields) {
    if (fields == null) {
      return List.of();
    }
    fields.allow(List.of("from", "to"));
    fields.require(List.of("from", "to"));
    return Stream.of("from", "to").map(fields::scalar).filter(Objects::nonNull).toList();
  }

  private List<Text> texts(String path, List<YamlNode> items) {
    List<Text> texts = new ArrayList<>();
    for (YamlNode item : items) {
      if (item instanceof Text text && !text.isMissing()) {
        texts.add(text);
      } else {
        findings.add(item.at(), path, "here should be one value");
      }
    }
    return texts;
  }

  private static List<String> values(List<Text> texts) {
    return texts.stream().map(Text::value).toList();
  }
}
