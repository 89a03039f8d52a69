package io.bridge.cloud.fault;

import java.time.Duration;

/** How a call goes wrong. */
sealed interface Fault {
  /** It is answered with this HTTP status, or over gRPC with the status of the same meaning. */
  record Refused(int status) implements Fault {}

  /** The connection is reset at once; over gRPC the call ends as UNAVAILABLE. */
  record Reset() implements Fault {}

  /** Nothing happens for a while, then it goes on. */
  record Stall(Duration time) implements Fault {}

  /**
   * The connection breaks when so many bytes have passed: of the request where it has a body, of
   * the answer otherwise. Over gRPC the call ends as UNAVAILABLE.
   */
  record Break(long afterBytes) implements Fault {}
}
