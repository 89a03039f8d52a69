package io.bridge.sql;

import java.util.List;

/**
 * A function that GoogleSQL has.
 *
 * @param name in lower case, with its family before it where it has one: {@code net.host}; that of
 *     an operator begins with a dollar sign
 * @param mode SCALAR, AGGREGATE or ANALYTIC
 * @param signatures for each the types of its arguments, in GoogleSQL's words, where these are
 *     plain ones; INT64 stands for any type
 */
public record SqlFunction(String name, String mode, List<List<String>> signatures) {}
