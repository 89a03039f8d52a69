package io.bridge.gateway.team;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.bridge.model.Page;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Violation;
import io.bridge.model.team.Team;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/**
 * Which part of a person's teams is asked for.
 *
 * @param userId whose teams
 * @param after slug of the last team already seen; empty at the start
 * @param size teams on one page
 */
record Paging(UUID userId, String after, int size) {
  private static final int USUAL = 50;
  private static final int MOST = 200;

  /**
   * Size and token may be null. A size above the most is cut to it; a negative one, no number, or a
   * token that is not of this person's list fails with {@code INVALID_REQUEST}. The token carries
   * no right: the list is the caller's own whatever it says.
   */
  static Paging of(UUID userId, String pageSize, String pageToken) {
    return new Paging(userId, afterOf(userId, pageToken), parse(pageSize));
  }

  private static int parse(String pageSize) {
    try {
      int size = pageSize == null ? 0 : Integer.parseInt(pageSize);
      if (size >= 0) {
        return size == 0 ? USUAL : Math.min(size, MOST);
      }
    } catch (NumberFormatException _) {
      // answered below, like a negative number
    }
    throw refused("pageSize", "a whole number from 0");
  }

  private static String afterOf(UUID userId, String pageToken) {
    if (pageToken == null || pageToken.isEmpty()) {
      return "";
    }
    String text = decode(pageToken);
    String slug = text.substring(text.indexOf('/') + 1);
    if (!Slug.isSlug(slug) || !text.equals(userId + "/" + slug)) {
      throw foreign();
    }
    return slug;
  }

  private static String decode(String pageToken) {
    try {
      return new String(Base64.getUrlDecoder().decode(pageToken), UTF_8);
    } catch (IllegalArgumentException _) {
      throw foreign();
    }
  }

  private static BridgeException foreign() {
    return refused("pageToken", "a nextPageToken of this list");
  }

  private static BridgeException refused(String field, String allowed) {
    return new BridgeException(
        INVALID_REQUEST,
        "The page cannot be read",
        List.of(new Violation(field, "must be " + allowed)));
  }

  /** The page, given its teams and, where there are more, at least one beyond. */
  Page<Team> page(List<Team> found) {
    if (found.size() <= size) {
      return new Page<>(found, null);
    }
    List<Team> items = found.subList(0, size);
    return new Page<>(items, tokenAfter(items.getLast()));
  }

  private String tokenAfter(Team last) {
    byte[] text = (userId + "/" + last.slug()).getBytes(UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }
}
