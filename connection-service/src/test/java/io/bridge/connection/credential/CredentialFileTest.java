package io.bridge.connection.credential;

import static io.bridge.connection.KeyFile.newKey;
import static io.bridge.connection.KeyFile.pem;
import static io.bridge.connection.KeyFile.text;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.connection.KeyFile;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialFileTest {
  private static final byte[] KEY = newKey("RSA", 2048);
  private static final KeyFile GOOD = KeyFile.of(KEY);

  @Test
  void readsAFileAsGoogleMakesIt() {
    try (ServiceAccountKey key = CredentialFile.check(GOOD.bytes())) {
      assertEquals("acme-warehouse", key.projectId());
      assertEquals("bridge@acme-warehouse.iam.gserviceaccount.com", key.clientEmail());
      assertEquals("0123456789abcdef0123456789abcdef01234567", key.keyId());
      assertArrayEquals(KEY, key.privateKey().getEncoded());
    }
  }

  @Test
  void rebuildsTheFileOfTheNeededFieldsAlone() {
    // Given
    KeyFile more = GOOD.with("quota_project_id", text("elsewhere"));

    // When
    byte[] rebuilt = CredentialFile.check(more.bytes()).toFile();

    // Then
    String file = new String(rebuilt, US_ASCII);
    for (String gone : List.of("quota_project_id", "client_id", "auth_uri", "universe_domain")) {
      assertFalse(file.contains(gone), gone);
    }
    try (ServiceAccountKey again = CredentialFile.check(rebuilt)) {
      assertEquals(CredentialFile.check(GOOD.bytes()).fingerprint(), again.fingerprint());
      assertArrayEquals(rebuilt, again.toFile());
    }
  }

  @Test
  void zeroesTheKeyWhenClosed() {
    ServiceAccountKey key = CredentialFile.check(GOOD.bytes());

    key.close();

    byte[] file = key.toFile();
    assertTrue(new String(file, US_ASCII).contains("AAAAAAAAAAAAAAAAAAAAAAAA"));
    assertFalse(key.toString().contains("PRIVATE"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"universe_domain", "client_id", "auth_uri"})
  void needsNoMoreThanGoogleAlwaysWrote(String optional) {
    CredentialFile.check(GOOD.with(optional, null).bytes()).close();
  }

  @Test
  void readsEscapesAsJsonHasThem() {
    String escaped = GOOD.json().replace("=", "\\u003d").replace("https://", "https:\\/\\/");

    CredentialFile.check(escaped.getBytes(US_ASCII)).close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          type            | "authorized_user"
          type            | "external_account"
          type            | "impersonated_service_account"
          type            | "Service_account"
          type            | ""
          type            |
          token_uri       | "https://oauth2.googleapis.com/token/"
          token_uri       | "http://oauth2.googleapis.com/token"
          token_uri       | "https://oauth2.googleapis.com.evil.example/token"
          token_uri       | "https://accounts.google.com/o/oauth2/token"
          token_uri       | "http://169.254.169.254/computeMetadata/v1/"
          token_uri       |
          universe_domain | "evil.example"
          universe_domain | ""
          client_email    | "me@gmail.com"
          client_email    | "a@b.iam.gserviceaccount.com.evil.example"
          client_email    | "A@b.iam.gserviceaccount.com"
          client_email    | "a\\"@b.iam.gserviceaccount.com"
          client_email    |
          private_key_id  | "0123456789abcdef0123456789abcdef0123456"
          private_key_id  | "0123456789ABCDEF0123456789ABCDEF01234567"
          private_key_id  | "0123456789abcdef0123456789abcdef01234567\\n"
          private_key_id  |
          project_id      | "../other"
          project_id      | "ab"
          project_id      | "a`b-project"
          project_id      |
          private_key     | "x"
          private_key     | ""
          private_key     |
          """)
  void refusesAFieldThatIsNotGoogles(String field, String json) {
    assertEquals(List.of(field), fields(refusal(GOOD.with(field, json).bytes())));
  }

  @Test
  void namesEveryFieldThatIsWrong() {
    KeyFile wrong =
        GOOD.with("token_uri", text("x"))
            .with("client_email", text("x"))
            .with("private_key", text("x"));

    assertEquals(
        List.of("token_uri", "client_email", "private_key"), fields(refusal(wrong.bytes())));
  }

  @Test
  void refusesAWeakKey() {
    assertKeyRefused(pem(newKey("RSA", 1024)), "2048 to 4096 bits");
  }

  @Test
  void refusesAKeyWithASmallExponent() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));

    assertKeyRefused(pem(generator.generateKeyPair().getPrivate().getEncoded()), "make a new key");
  }

  @Test
  void refusesAKeyThatWouldTakeLongBeforeItTakesLong() throws GeneralSecurityException {
    // Given: of the length alone, whose numbers are not even prime
    Random random = new Random(5);
    BigInteger p = new BigInteger(2049, random).setBit(2048).setBit(0);
    BigInteger q = new BigInteger(2049, random).setBit(2048).setBit(0);
    BigInteger e = BigInteger.valueOf(65_537);
    var spec = new RSAPrivateCrtKeySpec(p.multiply(q), e, p, p, q, e, e, e);
    byte[] der = KeyFactory.getInstance("RSA").generatePrivate(spec).getEncoded();

    // Then
    assertKeyRefused(pem(der), "2048 to 4096 bits");
  }

  @Test
  void refusesAKeyOfAnotherKind() {
    assertKeyRefused(pem(newKey("EC", 256)), "no RSA key");
    assertKeyRefused(pem(KEY).replace("PRIVATE KEY", "RSA PRIVATE KEY"), "in PEM");
    assertKeyRefused(pem(KEY).replace("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"), "in PEM");
  }

  @Test
  void refusesADamagedKeyWhereverItIsDamaged() {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      // Given
      byte[] damaged = KEY.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      byte[] file = GOOD.with("private_key", text(pem(damaged))).bytes();

      // When
      String outcome = outcome(file);

      // Then
      assertTrue(outcome.contains("private_key"), outcome);
    }
  }

  @Test
  void refusesATruncatedKey() {
    for (int length : new int[] {0, 1, 25, 26, 600, KEY.length - 1}) {
      String cut = pem(Arrays.copyOf(KEY, length));
      assertEquals(
          List.of("private_key"),
          fields(refusal(GOOD.with("private_key", text(cut)).bytes())),
          () -> "of " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"x\"",
        "{",
        "{}x",
        "{\"type\"}",
        "{\"type\":}",
        "{\"type\":\"x}",
        "{\"type\":\"x\",}",
        "{'type':'x'}",
        "{type:\"x\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\ud83d\\ude00\"}",
        "{\"a\":\"\\u+041\"}",
        "{\"a\":\"\\",
        "{\"a\":\"\\u",
        "{\"a\":\"ä\"}",
        "{\"ä\":\"a\"}",
        "{\"a\":\"\t\"}",
        "{\"a\":\"b\"}{}",
        "// c\n{}",
        "\uFEFF{}",
        "{\"a\":1}",
        "{\"a\":true}",
        "{\"a\":null}",
        "{\"a\":{}}",
        "{\"a\":[[[[[[[["
      })
  void refusesWhatIsNoFlatObjectOfTexts(String file) {
    Violation said = refusal(file.getBytes(UTF_8)).violations().getFirst();

    assertTrue(!said.field().equals("file") || said.line() >= 1);
  }

  @Test
  void refusesAByteOrderMark() {
    Violation said = refusal(("\uFEFF" + GOOD.json()).getBytes(UTF_8)).violations().getFirst();

    assertTrue(said.message().contains("byte order mark"));
  }

  @Test
  void refusesANameTwiceAndSaysWhere() {
    String twice = GOOD.json().replaceFirst("\n\\}", ",\n  \"token_uri\": \"x\"\n}");

    Violation said = refusal(twice.getBytes(US_ASCII)).violations().getFirst();

    assertEquals("has a name twice", said.message());
    assertEquals(11, said.line());
  }

  @Test
  void refusesNestedJunkInAFieldItDoesNotNeed() {
    String nested = "[".repeat(5_000);

    assertEquals(List.of("client_id"), fields(refusal(GOOD.with("client_id", nested).bytes())));
    assertEquals(List.of("file"), fields(refusal(GOOD.with("credential_source", "{}").bytes())));
  }

  @Test
  void refusesTooMuch() {
    KeyFile large = GOOD.with("client_id", text("1".repeat(CredentialFile.MAX_BYTES)));
    KeyFile many = GOOD;
    for (int i = 0; i < 40; i++) {
      many = many.with("m" + i, text(""));
    }

    assertTrue(refusal(large.bytes()).violations().getFirst().message().contains("16384"));
    assertEquals(List.of("file"), fields(refusal(many.bytes())));
  }

  @Test
  void neverSaysAgainWhatItRead() {
    // Given
    String canary = "c4nary";
    KeyFile spoilt = GOOD;
    for (String field : GOOD.members().keySet()) {
      spoilt = spoilt.with(field, text(canary));
    }

    // When
    String said = outcome(spoilt.with("type", text("service_account")).bytes());

    // Then
    assertFalse(said.contains(canary), said);
    assertFalse(outcome(GOOD.with(canary, "{}").bytes()).contains(canary));
  }

  private static void assertKeyRefused(String pem, String because) {
    List<Violation> violations = refusal(GOOD.with("private_key", text(pem)).bytes()).violations();

    assertEquals(List.of("private_key"), violations.stream().map(Violation::field).toList());
    assertTrue(violations.getFirst().message().contains(because), violations.toString());
  }

  private static String outcome(byte[] file) {
    try (ServiceAccountKey key = CredentialFile.check(file)) {
      return "taken: " + key.keyId();
    } catch (BridgeException e) {
      return e.getMessage() + e.violations();
    }
  }

  private static List<String> fields(BridgeException refused) {
    return refused.violations().stream().map(Violation::field).toList();
  }

  private static BridgeException refusal(byte[] file) {
    BridgeException refused = assertThrows(BridgeException.class, () -> CredentialFile.check(file));
    assertEquals(ErrorCode.CREDENTIAL_INVALID, refused.code());
    return refused;
  }
}
