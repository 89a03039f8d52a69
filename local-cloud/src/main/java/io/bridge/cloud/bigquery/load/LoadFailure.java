package io.bridge.cloud.bigquery.load;

import io.bridge.cloud.bigquery.warehouse.Failure;
import java.util.List;

/** A load that failed on rows that do not fit. */
public final class LoadFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;
  private final transient List<Failure> errors;

  LoadFailure(Failure failure, List<Failure> errors) {
    super(failure.message(), null, false, false);
    this.failure = failure;
    this.errors = List.copyOf(errors);
  }

  /** Why the job failed. */
  public Failure failure() {
    return failure;
  }

  /** What was wrong with single rows. */
  public List<Failure> errors() {
    return errors;
  }
}
