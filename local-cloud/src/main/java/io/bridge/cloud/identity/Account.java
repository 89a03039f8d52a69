package io.bridge.cloud.identity;

import java.time.Instant;

/**
 * A person. One account serves Google's sign-in page and Identity Toolkit alike.
 *
 * @param localId Identity Toolkit's user id, 28 characters
 * @param googleId the {@code sub} of Google's ID tokens, 21 digits
 * @param displayName empty where the person gave none
 * @param emailVerified true once the person came through Google's sign-in
 * @param google whether Google is one of the account's providers, beside the password
 * @param password the hash's text, see {@link Passwords}
 * @param lastLoginAt null before the first sign-in to Identity Toolkit
 */
record Account(
    String localId,
    String googleId,
    String email,
    String displayName,
    boolean emailVerified,
    boolean google,
    String password,
    Instant createdAt,
    Instant lastLoginAt) {

  @Override
  public String toString() {
    return "Account[" + localId + "]";
  }
}
