/** {@code bridge push}: announces, sends and follows the exported tables. */
package io.bridge.app.push;
