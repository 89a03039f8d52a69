package io.bridge.cloud.bigquery.warehouse;

/** The database itself failed: nothing that a caller did wrong. */
public final class WarehouseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public WarehouseException(String message, Throwable cause) {
    super(message, cause);
  }
}
