/** Every error leaves as {@code application/problem+json} (RFC 9457) and is logged once, here. */
package io.bridge.runtime.problem;
