package io.bridge.cloud.http;

/** A port cannot be listened on. */
public final class PortTaken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param purpose what wanted to listen
   */
  public PortTaken(int port, String purpose, Throwable cause) {
    super(
        "Port "
            + port
            + " is needed for "
            + purpose
            + " but cannot be listened on; is another"
            + " process using it?",
        cause);
  }
}
