package io.bridge.sql;

import java.util.List;
import java.util.stream.Stream;

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
   * @param arguments types of those that have to be there, in GoogleSQL's words; {@code ANY_1},
   *     {@code ANY_2} and {@code ANY} stand for any type, the same number for the same type
   * @param optional types of those that may be left out and have no default
   */
  public record Signature(long id, List<String> arguments, List<String> optional) {
    /** The types that it leaves open: {@code ANY_1}, … */
    public Stream<String> open() {
      return arguments.stream()
          .filter(type -> type.contains("ANY"))
          .map(type -> type.replaceAll("^.*(ANY(_\\d)?).*$", "$1"))
          .distinct();
    }

    @Override
    public String toString() {
      String all = String.join(", ", arguments);
      return optional.isEmpty() ? all : all + " [" + String.join(", ", optional) + "]";
    }
  }
}
