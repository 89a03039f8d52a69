package io.bridge.model.error;

import java.util.List;

/** The only exception thrown on purpose; becomes a problem body at the edge. */
public final class BridgeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<Violation> violations;

  BridgeException(ErrorCode code, String detail) {
    this(code, detail, List.of());
  }

  public BridgeException(ErrorCode code, String detail, List<Violation> violations) {
    super(detail);
    this.code = code;
    this.violations = List.copyOf(violations);
  }

  public ErrorCode code() {
    return code;
  }

  /** Each place that was wrong; empty where the detail says it all. */
  public List<Violation> violations() {
    return violations;
  }
}
