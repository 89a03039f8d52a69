package io.bridge.cloud.iam;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigInteger;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Public keys in the older form, which Google's library for Node reads: one certificate for each
 * key, signed by the key itself, that nobody follows to an authority.
 */
final class Certificates {
  private static final X500Name NAME =
      new X500Name("CN=federated-signon.system.gserviceaccount.com");
  private static final Duration LIFETIME = Duration.ofDays(14);
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  private Certificates() {}

  /** JSON of key id to certificate in PEM. */
  static String of(SigningKey key, Instant now) {
    return JsonNodeFactory.instance.objectNode().put(key.id(), pem(key, now)).toString();
  }

  private static String pem(SigningKey key, Instant now) {
    var builder =
        new JcaX509v3CertificateBuilder(
            NAME,
            new BigInteger(1, key.id().getBytes(US_ASCII)),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(now.plus(LIFETIME)),
            NAME,
            key.open());
    try {
      var signer = new JcaContentSignerBuilder("SHA256withRSA").build(key.secret());
      var encoded =
          new JcaX509CertificateConverter().getCertificate(builder.build(signer)).getEncoded();
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
          + "\n-----END CERTIFICATE-----\n";
    } catch (OperatorCreationException | CertificateException e) {
      throw new IllegalStateException("Cannot certify", e);
    }
  }
}
