package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;

/** Makes the calls of one API by Google's client for Java. */
public interface ContractClient extends AutoCloseable {
  /** One call by its arguments. */
  @FunctionalInterface
  interface Call {
    Object with(JsonNode arguments) throws Exception;
  }

  /**
   * Makes one call.
   *
   * @param call its name in the contract
   * @param with its arguments
   * @return what the contract may expect something of
   */
  Object call(String call, JsonNode with) throws Exception;

  @Override
  void close();

  static IllegalArgumentException unknown(String call) {
    return new IllegalArgumentException("No such call in this contract: " + call);
  }
}
