package io.bridge.cloud.tls;

import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * In which order our ports want cipher suites. Our JVMs compile with C1 alone, which has none of
 * the processor's instructions for AES-GCM: ChaCha20 is three times as fast there, and no slower
 * elsewhere. Clients that cannot do it get what they can.
 */
public final class CipherSuites {
  private static final Comparator<String> CHACHA20_FIRST =
      Comparator.comparing(suite -> !suite.contains("_CHACHA20_"));

  private CipherSuites() {}

  /** The same suites, in our order. */
  public static List<String> ordered(Collection<String> suites) {
    return suites.stream().sorted(CHACHA20_FIRST).toList();
  }

  /** What the JVM would offer by itself, in our order. */
  public static List<String> all() {
    try {
      return ordered(List.of(SSLContext.getDefault().getDefaultSSLParameters().getCipherSuites()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This JVM has no TLS", e);
    }
  }
}
