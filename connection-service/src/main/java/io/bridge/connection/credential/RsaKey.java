package io.bridge.connection.credential;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** A private key out of its PEM text (PKCS#8), and what is wrong with it. */
final class RsaKey implements AutoCloseable {
  static final byte[] BEGIN = "-----BEGIN PRIVATE KEY-----".getBytes(US_ASCII);
  static final byte[] END = "-----END PRIVATE KEY-----".getBytes(US_ASCII);

  private static final int MIN_BITS = 2048;

  /** Longer keys exist nowhere at Google; checking one would cost seconds. */
  private static final int MAX_BITS = 4096;

  private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65_537);
  private static final byte[] PROBE = "bridge".getBytes(US_ASCII);
  private static final String NO_PEM = "is to be a private key in PEM, BEGIN PRIVATE KEY to END";
  private static final String NO_RSA = "is damaged or no RSA key in PKCS#8; make a new key";
  private static final String WEAK = "is to be an RSA key of 2048 to 4096 bits; make a new key";

  private final byte[] der;
  private final String fingerprint;
  private final String complaint;

  private RsaKey(byte[] der, String fingerprint, String complaint) {
    this.der = der;
    this.fingerprint = fingerprint;
    this.complaint = complaint;
  }

  /** Never fails; {@link #complaint} says what is wrong. The caller zeroes the PEM. */
  static RsaKey read(byte[] pem) {
    byte[] der = decode(pem);
    if (der.length == 0) {
      return new RsaKey(der, "", NO_PEM);
    }
    try {
      return checked(der);
    } catch (GeneralSecurityException | ArithmeticException | IllegalArgumentException _) {
      return new RsaKey(der, "", NO_RSA);
    }
  }

  /** What is wrong with the key; empty where it may be used. */
  Optional<String> complaint() {
    return Optional.ofNullable(complaint);
  }

  /** SHA-256 of the public key in hex: the same for the same key, and no secret. */
  String fingerprint() {
    return fingerprint;
  }

  PrivateKey privateKey() {
    try {
      return parse(der);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was read before", e);
    }
  }

  /** Base64 of the key; the caller zeroes it. */
  byte[] base64() {
    return Base64.getEncoder().encode(der);
  }

  @Override
  public void close() {
    Arrays.fill(der, (byte) 0);
  }

  private static RsaKey checked(byte[] der) throws GeneralSecurityException {
    if (!(parse(der) instanceof RSAPrivateCrtKey key)) {
      return new RsaKey(der, "", NO_RSA);
    }
    int bits = key.getModulus().bitLength();
    if (bits < MIN_BITS || bits > MAX_BITS || key.getPublicExponent().compareTo(MIN_EXPONENT) < 0) {
      return new RsaKey(der, "", WEAK);
    }
    PublicKey other = publicKey(key);
    return agrees(key) && isCanonical(key, der) && fit(key, other)
        ? new RsaKey(der, Sha256.hex(other.getEncoded()), null)
        : new RsaKey(der, "", NO_RSA);
  }

  private static PrivateKey parse(byte[] der) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  private static PublicKey publicKey(RSAPrivateCrtKey key) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
  }

  /** Signing does not use every number of the key, so each is held against the others. */
  private static boolean agrees(RSAPrivateCrtKey key) {
    BigInteger p = key.getPrimeP();
    BigInteger q = key.getPrimeQ();
    BigInteger d = key.getPrivateExponent();
    BigInteger p1 = p.subtract(BigInteger.ONE);
    BigInteger q1 = q.subtract(BigInteger.ONE);
    BigInteger product = d.multiply(key.getPublicExponent());
    return p.multiply(q).equals(key.getModulus())
        && product.mod(p1).equals(BigInteger.ONE)
        && product.mod(q1).equals(BigInteger.ONE)
        && d.mod(p1).equals(key.getPrimeExponentP())
        && d.mod(q1).equals(key.getPrimeExponentQ())
        && key.getCrtCoefficient().multiply(q).mod(p).equals(BigInteger.ONE);
  }

  /** One key has one encoding: nothing is hidden beside it. */
  private static boolean isCanonical(RSAPrivateCrtKey key, byte[] der)
      throws GeneralSecurityException {
    byte[] encoded =
        KeyFactory.getInstance("RSA")
            .generatePrivate(
                new RSAPrivateCrtKeySpec(
                    key.getModulus(),
                    key.getPublicExponent(),
                    key.getPrivateExponent(),
                    key.getPrimeP(),
                    key.getPrimeQ(),
                    key.getPrimeExponentP(),
                    key.getPrimeExponentQ(),
                    key.getCrtCoefficient()))
            .getEncoded();
    boolean same = Arrays.equals(encoded, der);
    Arrays.fill(encoded, (byte) 0);
    return same;
  }

  /** The numbers may agree without being prime; then signatures do not verify. */
  private static boolean fit(PrivateKey key, PublicKey other) throws GeneralSecurityException {
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(key);
    signer.update(PROBE);
    byte[] signature = signer.sign();
    signer.initVerify(other);
    signer.update(PROBE);
    return signer.verify(signature);
  }

  /** The bytes between the two lines; empty where that is no PEM. */
  private static byte[] decode(byte[] pem) {
    int end = pem.length;
    while (end > 0 && isBreak(pem[end - 1])) {
      end--;
    }
    int from = BEGIN.length;
    int to = end - END.length;
    if (to <= from
        || !Arrays.equals(pem, 0, from, BEGIN, 0, from)
        || !Arrays.equals(pem, to, end, END, 0, END.length)) {
      return new byte[0];
    }
    return decode(pem, from, to);
  }

  private static byte[] decode(byte[] pem, int from, int to) {
    byte[] base64 = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      if (!isBreak(pem[i])) {
        base64[length++] = pem[i];
      }
    }
    byte[] exact = Arrays.copyOf(base64, length);
    try {
      return Base64.getDecoder().decode(exact);
    } catch (IllegalArgumentException _) {
      return new byte[0];
    } finally {
      Arrays.fill(base64, (byte) 0);
      Arrays.fill(exact, (byte) 0);
    }
  }

  private static boolean isBreak(byte character) {
    return character == '\n' || character == '\r';
  }
}
