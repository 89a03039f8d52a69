package io.bridge.cloud.kms;

import com.google.cloud.kms.v1.CreateCryptoKeyRequest;
import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.CryptoKey.CryptoKeyPurpose;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionAlgorithm;
import com.google.cloud.kms.v1.CryptoKeyVersionTemplate;
import com.google.cloud.kms.v1.ProtectionLevel;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.resource.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * A key as somebody wants it.
 *
 * @param rotation zero for never
 * @param rotatesAt null for never
 */
record NewKey(Duration rotation, Instant rotatesAt) {
  private static final long DAY = 24 * 3600L;
  private static final long MOST = 876_000L * 3600;
  private static final Set<String> KNOWN =
      Set.of(
          "purpose",
          "version_template",
          "rotation_period",
          "next_rotation_time",
          "destroy_scheduled_duration",
          // What Google says and nobody sets.
          "name",
          "primary",
          "create_time");

  /**
   * @throws GoogleError 400 for what Google refuses, 501 by name for what it has and we have not
   */
  static NewKey of(CreateCryptoKeyRequest request, Instant now) {
    CryptoKey key = request.getCryptoKey();
    Rules.refuse(
        request.getSkipInitialVersionCreation(),
        "Cloud KMS: CreateCryptoKey with skip_initial_version_creation");
    for (FieldDescriptor field : key.getAllFields().keySet()) {
      Rules.refuse(!KNOWN.contains(field.getName()), "Cloud KMS: CryptoKey." + field.getName());
    }
    requirePurpose(key);
    requireTemplate(key.getVersionTemplate());
    Rules.refuse(
        key.hasDestroyScheduledDuration()
            && key.getDestroyScheduledDuration().getSeconds() != 30 * DAY,
        "Cloud KMS: CryptoKey.destroy_scheduled_duration other than 30 days");
    return rotating(key, now);
  }

  private static void requirePurpose(CryptoKey key) {
    if (key.getPurpose() == CryptoKeyPurpose.CRYPTO_KEY_PURPOSE_UNSPECIFIED) {
      throw GoogleError.invalid("The CryptoKey's purpose is required.");
    }
    Rules.refuse(
        key.getPurpose() != CryptoKeyPurpose.ENCRYPT_DECRYPT,
        "Cloud KMS: CreateCryptoKey with the purpose " + name(key.getPurposeValue()));
  }

  private static String name(int purpose) {
    CryptoKeyPurpose known = CryptoKeyPurpose.forNumber(purpose);
    return known == null ? String.valueOf(purpose) : known.name();
  }

  private static void requireTemplate(CryptoKeyVersionTemplate template) {
    ProtectionLevel level = template.getProtectionLevel();
    Rules.refuse(
        level != ProtectionLevel.PROTECTION_LEVEL_UNSPECIFIED && level != ProtectionLevel.SOFTWARE,
        "Cloud KMS: the protection level " + level);
    switch (template.getAlgorithm()) {
      case CRYPTO_KEY_VERSION_ALGORITHM_UNSPECIFIED, GOOGLE_SYMMETRIC_ENCRYPTION -> {}
      case CryptoKeyVersionAlgorithm other ->
          throw GoogleError.invalid(
              "The algorithm " + other + " does not fit the purpose ENCRYPT_DECRYPT.");
    }
  }

  private static NewKey rotating(CryptoKey key, Instant now) {
    if (!key.hasRotationPeriod()) {
      Rules.refuse(
          key.hasNextRotationTime(),
          "Cloud KMS: CryptoKey.next_rotation_time without rotation_period");
      return new NewKey(Duration.ZERO, null);
    }
    Rules.between(key.getRotationPeriod(), DAY, MOST, "rotation_period");
    if (!key.hasNextRotationTime() || !Timestamps.isValid(key.getNextRotationTime())) {
      throw GoogleError.invalid("next_rotation_time must be set with rotation_period.");
    }
    Instant next = Instant.ofEpochSecond(key.getNextRotationTime().getSeconds());
    if (next.isBefore(now)) {
      throw GoogleError.invalid("next_rotation_time must be in the future.");
    }
    return new NewKey(Duration.ofSeconds(Durations.toSeconds(key.getRotationPeriod())), next);
  }
}
