package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A listing of objects, by UTF-8 order of their names.
 *
 * @param prefix empty for all
 * @param delimiter names that go on after it are rolled up into a prefix; empty for no roll-up
 * @param start first name, inclusive; empty for the first
 * @param end last name, exclusive; empty for none
 * @param after last entry of the page before, a name or a rolled-up prefix; empty for the first
 *     page
 */
record ObjectQuery(
    String bucket,
    String prefix,
    String delimiter,
    String start,
    String end,
    String after,
    int pageSize) {
  static final int MAX_PAGE_SIZE = 1000;

  private static final int BATCH = 256;
  private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

  ObjectPage run(Connection db) throws SQLException {
    Page page = new Page();
    String from = later(later(prefix, start), after.isEmpty() ? "" : next(after));
    List<StoredObject> batch = ObjectTable.from(db, bucket, from, BATCH);
    while (!batch.isEmpty()) {
      String resume = null;
      for (StoredObject object : batch) {
        if (!object.name().startsWith(prefix) || isAfterEnd(object.name())) {
          return page.whole();
        }
        String entry = entry(object.name());
        if (page.repeats(entry)) {
          resume = object.name() + '\0';
          continue;
        }
        if (page.isFull()) {
          return page.cut();
        }
        page.add(object, entry);
        resume = next(entry);
        if (!entry.equals(object.name())) {
          break;
        }
      }
      batch = ObjectTable.from(db, bucket, resume, BATCH);
    }
    return page.whole();
  }

  private boolean isAfterEnd(String name) {
    return !end.isEmpty() && compare(name, end) >= 0;
  }

  /** The name itself, or the prefix into which it is rolled up. */
  private String entry(String name) {
    int at = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
    return at < 0 ? name : name.substring(0, at + delimiter.length());
  }

  /** The first name that could come after an entry; all below a rolled-up prefix are passed. */
  private String next(String entry) {
    boolean rolledUp =
        !delimiter.isEmpty() && entry.endsWith(delimiter) && entry.length() > prefix.length();
    return rolledUp ? entry + LAST_CHARACTER : entry + '\0';
  }

  private static String later(String one, String other) {
    return compare(one, other) >= 0 ? one : other;
  }

  /** By UTF-8 bytes, as SQLite and Cloud Storage do; Java's strings order by UTF-16. */
  private static int compare(String one, String other) {
    return java.util.Arrays.compareUnsigned(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  static String pageToken(String entry) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(entry.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @throws GoogleError 400 when it is none of ours
   */
  static String entryOf(String pageToken) {
    try {
      return new String(Base64.getUrlDecoder().decode(pageToken), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw GoogleError.invalid("Invalid argument: pageToken");
    }
  }

  private final class Page {
    private final List<StoredObject> objects = new ArrayList<>();
    private final List<String> prefixes = new ArrayList<>();
    private String last = after;

    boolean isFull() {
      return objects.size() + prefixes.size() >= pageSize;
    }

    boolean repeats(String entry) {
      return entry.equals(last);
    }

    void add(StoredObject object, String entry) {
      last = entry;
      if (entry.equals(object.name()) && !isRolledUp(entry)) {
        objects.add(object);
      } else {
        prefixes.add(entry);
      }
    }

    private boolean isRolledUp(String entry) {
      return !delimiter.isEmpty() && entry.indexOf(delimiter, prefix.length()) >= 0;
    }

    ObjectPage whole() {
      return new ObjectPage(objects, prefixes, null);
    }

    ObjectPage cut() {
      return new ObjectPage(objects, prefixes, pageToken(last));
    }
  }
}
