package io.bridge.cloud.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {
  private static final List<String> FILES =
      List.of("ca.p12", "ca.pem", "gateway.p12", "server.p12", "truststore.p12");

  @TempDir Path dir;

  @Test
  void makesEverythingOnceAndKeepsItPrivate() throws Exception {
    Tls.ensure(dir);
    var first = content();
    Tls.ensure(dir);

    assertEquals(FILES, List.copyOf(first.keySet()));
    assertSame(first, content());
    for (var name : FILES) {
      var mode = Files.getPosixFilePermissions(dir.resolve("ca").resolve(name));
      assertEquals("rw-------", PosixFilePermissions.toString(mode), name);
    }
    var folder = Files.getPosixFilePermissions(dir.resolve("ca"));
    assertEquals("rwx------", PosixFilePermissions.toString(folder));
  }

  @Test
  void certifiesLoopbackOnlyAndChainsToTheAuthority() throws Exception {
    Tls.ensure(dir);
    var authority = pem();
    for (var store : List.of(Tls.serverKeyStore(dir), Tls.gatewayKeyStore(dir))) {
      var chain = Tls.open(store).getCertificateChain("bridge");
      var leaf = (X509Certificate) chain[0];
      leaf.verify(authority.getPublicKey());
      assertEquals(authority, chain[1]);
      assertEquals(-1, leaf.getBasicConstraints());
      var names = leaf.getSubjectAlternativeNames().stream().map(it -> it.get(1)).toList();
      assertEquals(List.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1"), names);
    }
    assertEquals(0, authority.getBasicConstraints());
    assertEquals(authority, Tls.open(Tls.trustStore(dir)).getCertificate("bridge"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ca.pem", "gateway.p12", "server.p12", "truststore.p12"})
  void makesWhatIsMissingOrDamagedAgainUnderTheSameAuthority(String name) throws Exception {
    Tls.ensure(dir);
    var before = content();
    var file = dir.resolve("ca").resolve(name);

    Files.delete(file);
    Tls.ensure(dir);
    assertAuthorityKept(before);
    Files.writeString(file, "cut short");
    Tls.ensure(dir);

    assertAuthorityKept(before);
    certifiesLoopbackOnlyAndChainsToTheAuthority();
  }

  @Test
  void certifiesAnewWhenTheAuthorityIsGone() throws Exception {
    Tls.ensure(dir);
    var before = content();
    Files.writeString(dir.resolve("ca/ca.p12"), "cut short");

    Tls.ensure(dir);

    assertNotEquals(hash(before, "ca.pem"), hash(content(), "ca.pem"));
    certifiesLoopbackOnlyAndChainsToTheAuthority();
  }

  @Test
  void renewsServersBeforeTheyExpireButKeepsTheAuthority() throws Exception {
    var now = Clock.systemUTC();
    Tls.ensure(dir, now);
    var before = content();

    Tls.ensure(dir, Clock.offset(now, Duration.ofDays(300)));
    assertSame(before, content());
    Tls.ensure(dir, Clock.offset(now, Duration.ofDays(380)));

    assertAuthorityKept(before);
    assertNotEquals(hash(before, "server.p12"), hash(content(), "server.p12"));
  }

  @Test
  void makesOneAuthorityWhenSeveralAskAtOnce() throws Exception {
    try (var threads = Executors.newFixedThreadPool(4)) {
      Callable<Void> ensure =
          () -> {
            Tls.ensure(dir);
            return null;
          };
      for (var done : threads.invokeAll(List.of(ensure, ensure, ensure, ensure))) {
        done.get();
      }
    }
    certifiesLoopbackOnlyAndChainsToTheAuthority();
  }

  @Test
  void leavesNoTemporaryFile() throws Exception {
    Tls.ensure(dir);
    try (var files = Files.list(dir.resolve("ca"))) {
      assertTrue(files.map(it -> it.getFileName().toString()).noneMatch(it -> it.contains("-")));
    }
  }

  private void assertAuthorityKept(Map<String, byte[]> before) throws IOException {
    assertEquals(hash(before, "ca.p12"), hash(content(), "ca.p12"));
    assertEquals(hash(before, "ca.pem"), hash(content(), "ca.pem"));
  }

  private static void assertSame(Map<String, byte[]> before, Map<String, byte[]> after) {
    assertEquals(before.keySet(), after.keySet());
    before.forEach((name, bytes) -> assertArrayEquals(bytes, after.get(name), name));
  }

  private static int hash(Map<String, byte[]> content, String name) {
    return Arrays.hashCode(content.get(name));
  }

  private Map<String, byte[]> content() throws IOException {
    var content = new TreeMap<String, byte[]>();
    for (var name : FILES) {
      content.put(name, Files.readAllBytes(dir.resolve("ca").resolve(name)));
    }
    return content;
  }

  private X509Certificate pem() throws Exception {
    var bytes = Files.readAllBytes(Tls.caPem(dir));
    var factory = CertificateFactory.getInstance("X.509");
    return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(bytes));
  }
}
