package io.bridge.app.run;

import io.bridge.model.error.ErrorCode;

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
      default -> ofStatus(code.status());
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
