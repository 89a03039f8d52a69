package io.bridge.runtime.http;

import java.util.UUID;
import org.jboss.logging.MDC;

/**
 * The id that follows one request through the mesh: answered on every response, in every log line,
 * sent to peers, in facts and in tasks.
 */
public final class Correlation {
  /** Header of requests, responses and tasks. */
  public static final String HEADER = "x-correlation-id";

  /** Key in the log lines' MDC. */
  public static final String MDC_KEY = "correlationId";

  private static final int MAX_LENGTH = 64;

  private Correlation() {}

  /** Id of the request that this chain serves; a new one where there is no request. */
  public static String current() {
    return MDC.get(MDC_KEY) instanceof String id ? id : UUID.randomUUID().toString();
  }

  /** The offered id where it is safe in headers and logs, else a new one. */
  public static String accept(String offered) {
    return isSafe(offered) ? offered : UUID.randomUUID().toString();
  }

  /** Lets what follows on this request's context run under the id. */
  public static void adopt(String id) {
    MDC.put(MDC_KEY, accept(id));
  }

  /** Letters, digits, dot, underscore and dash. No regular expression: this is asked each time. */
  static boolean isSafe(String offered) {
    return offered != null
        && !offered.isEmpty()
        && offered.length() <= MAX_LENGTH
        && offered.chars().allMatch(Correlation::isSafe);
  }

  private static boolean isSafe(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '.'
        || c == '_'
        || c == '-';
  }
}
