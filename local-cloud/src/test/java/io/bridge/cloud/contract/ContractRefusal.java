package io.bridge.cloud.contract;

/** A refusal that no client of Google has an exception with a status for. */
final class ContractRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;

  /**
   * @param code of HTTP the status, of OAuth the error's name
   */
  ContractRefusal(String code, String message) {
    super(message);
    this.code = code;
  }

  String code() {
    return code;
  }
}
