package io.bridge.cloud.identity;

import io.bridge.cloud.http.GoogleError;
import java.time.Clock;
import java.util.regex.Pattern;

/** Creates and recognises people by address and password, in Identity Toolkit's error words. */
final class SignIn {
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");
  private static final int MAX_EMAIL = 256;
  private static final int MIN_PASSWORD = 6;
  private static final int MAX_PASSWORD = 4096;
  private static final int MAX_NAME = 256;

  private final Accounts accounts;
  private final Passwords passwords;
  private final Attempts attempts;

  SignIn(Accounts accounts, Secrets secrets, Clock clock) {
    this.accounts = accounts;
    this.passwords = new Passwords(secrets);
    this.attempts = new Attempts(clock);
  }

  /** Fails with INVALID_EMAIL, MISSING_PASSWORD, WEAK_PASSWORD or EMAIL_EXISTS. */
  Account register(String email, String password, String displayName) {
    checkEmail(email);
    checkPassword(password);
    var name = displayName.length() > MAX_NAME ? displayName.substring(0, MAX_NAME) : displayName;
    return accounts
        .create(email, name, passwords.hash(password))
        .orElseThrow(() -> GoogleError.invalid("EMAIL_EXISTS"));
  }

  /**
   * Fails with INVALID_LOGIN_CREDENTIALS for a wrong password and for an unknown address, in the
   * same time, and with TOO_MANY_ATTEMPTS_TRY_LATER.
   */
  Account recognise(String email, String password) {
    checkEmail(email);
    if (password.isEmpty()) {
      throw GoogleError.invalid("MISSING_PASSWORD");
    }
    if (attempts.exhausted(email)) {
      throw GoogleError.invalid(
          "TOO_MANY_ATTEMPTS_TRY_LATER : Access to this account has been temporarily disabled due"
              + " to many failed login attempts. Try again later.");
    }
    var account = accounts.byEmail(email).orElse(null);
    if (password.length() > MAX_PASSWORD || !passwords.matches(password, account)) {
      attempts.failed(email);
      throw GoogleError.invalid("INVALID_LOGIN_CREDENTIALS");
    }
    attempts.succeeded(email);
    return account;
  }

  private static void checkEmail(String email) {
    if (email.isEmpty()) {
      throw GoogleError.invalid("MISSING_EMAIL");
    }
    if (email.length() > MAX_EMAIL || !EMAIL.matcher(email).matches()) {
      throw GoogleError.invalid("INVALID_EMAIL");
    }
  }

  private static void checkPassword(String password) {
    if (password.isEmpty()) {
      throw GoogleError.invalid("MISSING_PASSWORD");
    }
    if (password.length() < MIN_PASSWORD) {
      throw GoogleError.invalid("WEAK_PASSWORD : Password should be at least 6 characters");
    }
    if (password.length() > MAX_PASSWORD) {
      throw GoogleError.invalid("PASSWORD_DOES_NOT_MEET_REQUIREMENTS : The password is too long");
    }
  }
}
