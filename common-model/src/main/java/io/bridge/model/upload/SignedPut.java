package io.bridge.model.upload;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * Where to send the bytes. The address is a secret until it expires.
 *
 * @param headers exactly these must be sent: they are part of the signature
 */
public record SignedPut(URI url, Map<String, String> headers, Instant expiresAt) {}
