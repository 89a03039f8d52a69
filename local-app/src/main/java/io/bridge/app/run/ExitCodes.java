package io.bridge.app.run;

import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Problem;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** What the app's end tells a script. */
public final class ExitCodes {
  public static final int OK = 0;
  public static final int FAILURE = 1;
  public static final int USAGE = 2;
  public static final int NOT_SIGNED_IN = 3;
  public static final int NOT_FOUND = 4;
  public static final int CHECK_FAILED = 5;
  public static final int OVER_A_CAP = 6;

  private ExitCodes() {}

  /** The one place where error codes become exit codes. */
  public static int of(ErrorCode code) {
    return switch (code) {
      case SCHEMA_DRIFT, ROW_COUNT_MISMATCH, UPLOAD_CHANGED -> CHECK_FAILED;
      case BYTES_OVER_CAP -> OVER_A_CAP;
      default -> ofStatus(code.status());
    };
  }

  /** As {@link #of(ErrorCode)}; a code that is newer than this app counts by its status. */
  public static int of(Problem problem) {
    return Arrays.stream(ErrorCode.values())
        .filter(code -> code.name().equals(problem.code()))
        .findFirst()
        .map(ExitCodes::of)
        .orElseGet(() -> ofStatus(problem.status()));
  }

  /** Of several failures: what they agree on, else just a failure. */
  public static int of(Collection<Problem> problems) {
    List<Integer> codes = problems.stream().map(ExitCodes::of).distinct().toList();
    return switch (codes.size()) {
      case 0 -> OK;
      case 1 -> codes.getFirst();
      default -> FAILURE;
    };
  }

  private static int ofStatus(int status) {
    return switch (status) {
      case 401 -> NOT_SIGNED_IN;
      case 404 -> NOT_FOUND;
      case 413, 429 -> OVER_A_CAP;
      default -> FAILURE;
    };
  }
}
