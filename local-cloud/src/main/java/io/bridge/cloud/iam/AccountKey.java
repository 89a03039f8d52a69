package io.bridge.cloud.iam;

import java.security.interfaces.RSAPublicKey;
import java.time.Instant;

/**
 * The half of a service account's key that stays here; who made it has the other.
 *
 * @param id 40 hex digits
 */
public record AccountKey(String id, String email, RSAPublicKey open, Instant createdAt) {}
