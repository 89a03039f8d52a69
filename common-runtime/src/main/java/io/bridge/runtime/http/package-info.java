/**
 * What every request gets, whether it reaches a resource or not: a correlation id and one line in
 * the access log. Pages of lists live here too.
 */
package io.bridge.runtime.http;
