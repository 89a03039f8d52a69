package io.bridge.cloud.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.SCrypt;

/** Password hashes: {@code scrypt$<N>$<r>$<p>$<salt>$<hash>}, parameters beside the hash. */
final class Passwords {
  private static final int N = 1 << 14;
  private static final int R = 8;
  private static final int P = 5;
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final Secrets secrets;
  private final String nobodys;
  // Each hash takes 16 MiB and a core: a flood of sign-ins must not take all of both.
  private final Semaphore running = new Semaphore(2);

  Passwords(Secrets secrets) {
    this.secrets = secrets;
    this.nobodys = encode(secrets.bytes(SALT_BYTES), secrets.bytes(HASH_BYTES));
  }

  String hash(String password) {
    var salt = secrets.bytes(SALT_BYTES);
    return encode(salt, scrypt(password, salt, new int[] {N, R, P}));
  }

  /** Takes as long for an unknown account (null) as for a wrong password. */
  boolean matches(String password, Account account) {
    var parts = (account == null ? nobodys : account.password()).split("\\$");
    var cost =
        new int[] {
          Integer.parseInt(parts[1]), Integer.parseInt(parts[2]), Integer.parseInt(parts[3])
        };
    var expected = Base64.getDecoder().decode(parts[5]);
    var actual = scrypt(password, Base64.getDecoder().decode(parts[4]), cost);
    return MessageDigest.isEqual(expected, actual) && account != null;
  }

  private byte[] scrypt(String password, byte[] salt, int[] cost) {
    running.acquireUninterruptibly();
    try {
      var bytes = password.getBytes(StandardCharsets.UTF_8);
      return SCrypt.generate(bytes, salt, cost[0], cost[1], cost[2], HASH_BYTES);
    } finally {
      running.release();
    }
  }

  private static String encode(byte[] salt, byte[] hash) {
    var encoder = Base64.getEncoder();
    return String.join(
        "$",
        "scrypt",
        Integer.toString(N),
        Integer.toString(R),
        Integer.toString(P),
        encoder.encodeToString(salt),
        encoder.encodeToString(hash));
  }
}
