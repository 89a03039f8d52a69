package io.bridge.sql;

import java.util.List;

/**
 * A function that GoogleSQL has.
 *
 * @param name in lower case, with its family before it where it has one: {@code net.host}; that of
 *     an operator begins with a dollar sign
 * @param mode SCALAR, AGGREGATE or ANALYTIC
 */
public record SqlFunction(String name, String mode, List<Signature> signatures) {

  /**
   * One way to call it.
   *
   * @param id ZetaSQL's number for it, which a call in a tree carries; functions that share a
   *     signature share it, and those that are added to ZetaSQL's have -1
   * @param arguments types of those that have to be there, in GoogleSQL's words, where these are
   *     plain ones; INT64 stands for any type
   * @param optional types of those that may be left out and have no default
   * @param isTemplate whether some argument takes any type, or arrays of any
   */
  public record Signature(
      long id, List<String> arguments, List<String> optional, boolean isTemplate) {
    @Override
    public String toString() {
      String all = String.join(", ", arguments);
      return optional.isEmpty() ? all : all + " [" + String.join(", ", optional) + "]";
    }
  }
}
