/**
 * What every request gets, whether it reaches a resource or not: a correlation id and one line in
 * the access log. Page tokens live here too.
 */
package io.bridge.runtime.http;
