package io.bridge.agent.task;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;

import io.bridge.model.agent.NewTask;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.Violation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A task as somebody ordered it.
 *
 * @param teamId the team that is meant, whether it was named or not
 */
record Order(NewTask request, UUID teamId, UUID person) {
  static final String DASHBOARD = "dashboard";

  /** Fails with {@code INVALID_REQUEST}. */
  static Order of(NewTask request, UUID teamId, UUID person) {
    if (!DASHBOARD.equals(request.kind())) {
      throw invalid(new Violation("kind", "no such kind of task", null, null, List.of(DASHBOARD)));
    }
    requireText("prompt", request.prompt());
    requireText("dataset", request.dataset());
    return new Order(request, teamId, person);
  }

  /** The database takes neither NUL nor half of a character. */
  private static void requireText(String field, String text) {
    boolean whole =
        text == null
            || text.codePoints()
                .noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    if (!whole) {
      throw invalid(new Violation(field, "text without NUL and unpaired surrogates"));
    }
  }

  private static BridgeException invalid(Violation violation) {
    return new BridgeException(
        INVALID_REQUEST, "See violations for each place that is wrong", List.of(violation));
  }

  /** Two orders with the same fingerprint are the same. */
  String fingerprint() {
    String all =
        Stream.of(request.kind(), request.prompt(), request.connectionId(), request.dataset())
            .map(part -> part == null ? "-" : part.toString().length() + ":" + part)
            .collect(Collectors.joining("\n"));
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
