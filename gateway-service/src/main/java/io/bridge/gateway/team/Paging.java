package io.bridge.gateway.team;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;

import io.bridge.model.Page;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Violation;
import io.bridge.model.team.Team;
import io.bridge.runtime.http.PageToken;
import java.util.List;
import java.util.UUID;

/**
 * Which part of a person's teams is asked for.
 *
 * @param token after which slug it begins
 * @param size teams on one page
 */
record Paging(PageToken token, int size) {
  private static final int USUAL = 50;
  private static final int MOST = 200;

  /**
   * Size and token may be null. A size above the most is cut to it; a negative one, no number, or a
   * token that is not of this person's list fails with {@code INVALID_REQUEST}.
   */
  static Paging of(UUID userId, String pageSize, String pageToken) {
    PageToken token = PageToken.read("teams/" + userId, pageToken);
    if (!token.after().isEmpty() && !Slug.isSlug(token.after())) {
      throw refused("pageToken", "a nextPageToken of this list");
    }
    return new Paging(token, parse(pageSize));
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
    return new Page<>(items, token.next(items.getLast().slug()));
  }
}
