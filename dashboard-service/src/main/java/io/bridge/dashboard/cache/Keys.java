package io.bridge.dashboard.cache;

import java.util.UUID;

/** Names in Redis. Everything of a team starts with the team. */
public final class Keys {
  /** Slug of what belongs to no dashboard; no dashboard can be called so. */
  private static final String NO_DASHBOARD = "-";

  private Keys() {}

  /**
   * An answer.
   *
   * @param version hash of whatever else decides about the answer
   */
  public static String answer(UUID teamId, String slug, String sqlHash, String version) {
    return of(teamId) + name(slug) + ":q:" + sqlHash + ":v:" + version;
  }

  /** All answers of a dashboard in one, for one choice of parameters. */
  public static String page(UUID teamId, String slug, String paramsHash) {
    return of(teamId) + name(slug) + ":page:" + paramsHash;
  }

  /** A table, as something that makes entries stale. */
  public static String table(UUID teamId, String fqn) {
    return of(teamId) + "t:" + fqn;
  }

  /** A dashboard's file. */
  public static String file(UUID teamId, String slug) {
    return of(teamId) + "f:" + slug;
  }

  /** A connection. */
  public static String connection(UUID teamId, UUID connectionId) {
    return of(teamId) + "c:" + connectionId;
  }

  /** The slug in a key of an answer or a page; empty outside of a dashboard. */
  static String slug(String key) {
    String slug = key.split(":", 4)[2];
    return slug.equals(NO_DASHBOARD) ? "" : slug;
  }

  private static String of(UUID teamId) {
    return "dash:" + teamId + ":";
  }

  private static String name(String slug) {
    return slug.isEmpty() ? NO_DASHBOARD : slug;
  }
}
