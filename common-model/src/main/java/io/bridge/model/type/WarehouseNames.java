package io.bridge.model.type;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** BigQuery's rules for names. Datasets and tables are judged, columns are made to fit. */
public final class WarehouseNames {
  private static final int MAX_BYTES = 1024;
  private static final int MAX_COLUMN = 300;
  private static final int MAX_DESCRIPTION = 1024;
  private static final Pattern DATASET = Pattern.compile("[A-Za-z0-9_]+");
  private static final Pattern TABLE =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}\\p{Pc}\\p{Pd}\\p{Zs}]+");
  private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> RESERVED_TABLES =
      Set.of("__TABLES__", "__TABLES_SUMMARY__", "INFORMATION_SCHEMA");
  private static final List<String> RESERVED_PREFIXES =
      List.of(
          "_TABLE_",
          "_FILE_",
          "_PARTITION",
          "_ROW_TIMESTAMP",
          "__ROOT__",
          "_COLIDENTIFIER",
          "_CHANGE_SEQUENCE_NUMBER",
          "_CHANGE_TYPE",
          "_CHANGE_TIMESTAMP",
          "_FIELD_");

  private WarehouseNames() {}

  /**
   * A column's name in the warehouse.
   *
   * @param description the source's name where {@code text} differs from it; otherwise null
   */
  record Name(String text, String description) {}

  /** What is wrong with the name of a table, for people; empty where BigQuery takes it. */
  public static Optional<String> problemWithTable(String name) {
    if (name.isEmpty() || bytes(name) > MAX_BYTES) {
      return Optional.of("a table name has 1 to 1024 bytes");
    }
    if (!TABLE.matcher(name).matches()) {
      return Optional.of("a table name has letters, digits, underscores, dashes and spaces only");
    }
    if (!name.equals(name.strip())) {
      return Optional.of("a table name has no space at its start or end");
    }
    if (!Normalizer.isNormalized(name, Normalizer.Form.NFC)) {
      // Two tables would look the same to a person.
      return Optional.of("a table name is written in Unicode's composed form (NFC)");
    }
    return reserved(name);
  }

  private static Optional<String> reserved(String name) {
    return RESERVED_TABLES.contains(name.toUpperCase(Locale.ROOT))
        ? Optional.of("BigQuery keeps this table name for itself")
        : Optional.empty();
  }

  /** What is wrong with the name of a dataset, for people; empty where BigQuery takes it. */
  public static Optional<String> problemWithDataset(String name) {
    if (name.length() > MAX_BYTES || !DATASET.matcher(name).matches()) {
      return Optional.of("a dataset name has 1 to 1024 letters, digits and underscores");
    }
    if (name.startsWith("_")) {
      return Optional.of("a dataset whose name starts with an underscore is hidden in BigQuery");
    }
    return name.equalsIgnoreCase("INFORMATION_SCHEMA")
        ? Optional.of("BigQuery keeps this dataset name for itself")
        : Optional.empty();
  }

  /**
   * Names for sibling columns in their order. A name depends on the source's names, never on their
   * order: the one that fits as it is keeps its name, each other one that would collide gets eight
   * hex digits of its source name's SHA-256. Names that still collide are null: identical in the
   * source.
   */
  static List<Name> columns(List<String> sources) {
    Map<String, Integer> fitting = new HashMap<>();
    Map<String, Integer> wanted = new HashMap<>();
    for (String source : sources) {
      String plain = strict(source);
      wanted.merge(key(plain), 1, Integer::sum);
      fitting.merge(key(plain), plain.equals(source) ? 1 : 0, Integer::sum);
    }
    List<Name> names = sources.stream().map(s -> column(s, wanted, fitting)).toList();
    Map<String, Integer> taken = new HashMap<>();
    names.forEach(name -> taken.merge(key(name.text()), 1, Integer::sum));
    return names.stream()
        .map(n -> taken.get(key(n.text())) == 1 ? n : new Name(null, null))
        .toList();
  }

  private static Name column(
      String source, Map<String, Integer> wanted, Map<String, Integer> fitting) {
    String plain = strict(source);
    boolean alone = wanted.get(key(plain)) == 1;
    boolean first = plain.equals(source) && fitting.get(key(plain)) == 1;
    String text = alone || first ? plain : suffixed(plain, source);
    return new Name(text, text.equals(source) ? null : description(source));
  }

  /** Letters, digits and underscores; other characters become underscores, accents are dropped. */
  private static String strict(String source) {
    if (COLUMN.matcher(source).matches() && source.length() <= MAX_COLUMN && !isReserved(source)) {
      return source;
    }
    String ascii =
        Normalizer.normalize(source, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^A-Za-z0-9_]", "_");
    String started = COLUMN.matcher(ascii).matches() ? ascii : "_" + ascii;
    String free = isReserved(started) ? "c" + started : started;
    return free.length() <= MAX_COLUMN ? free : suffixed(free, source);
  }

  private static boolean isReserved(String name) {
    String upper = name.toUpperCase(Locale.ROOT);
    return RESERVED_PREFIXES.stream().anyMatch(upper::startsWith);
  }

  private static String suffixed(String plain, String source) {
    String suffix = "_" + sha256(source).substring(0, 8);
    return plain.substring(0, Math.min(plain.length(), MAX_COLUMN - suffix.length())) + suffix;
  }

  private static String description(String source) {
    String printable = source.replaceAll("\\p{Cntrl}", " ");
    return printable.substring(0, Math.min(printable.length(), MAX_DESCRIPTION));
  }

  /** BigQuery compares the names of columns without regard to case. */
  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  private static int bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
