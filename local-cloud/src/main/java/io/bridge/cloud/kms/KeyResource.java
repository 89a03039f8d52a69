package io.bridge.cloud.kms;

import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.CryptoKey.CryptoKeyPurpose;
import com.google.cloud.kms.v1.CryptoKeyVersion;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionAlgorithm;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState;
import com.google.cloud.kms.v1.CryptoKeyVersionTemplate;
import com.google.cloud.kms.v1.ProtectionLevel;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Keys and versions as Google's messages. */
final class KeyResource {
  private static final CryptoKeyVersionAlgorithm ALGORITHM =
      CryptoKeyVersionAlgorithm.GOOGLE_SYMMETRIC_ENCRYPTION;

  private KeyResource() {}

  static CryptoKey write(StoredKey key, StoredVersion primary) {
    var resource =
        CryptoKey.newBuilder()
            .setName(key.name())
            .setPurpose(CryptoKeyPurpose.ENCRYPT_DECRYPT)
            .setPrimary(write(primary))
            .setCreateTime(time(key.createdAt()))
            .setVersionTemplate(
                CryptoKeyVersionTemplate.newBuilder()
                    .setAlgorithm(ALGORITHM)
                    .setProtectionLevel(ProtectionLevel.SOFTWARE));
    if (key.rotatesAt() != null) {
      resource.setRotationPeriod(Duration.newBuilder().setSeconds(key.rotation().toSeconds()));
      resource.setNextRotationTime(time(key.rotatesAt()));
    }
    return resource.build();
  }

  static CryptoKeyVersion write(StoredVersion version) {
    var resource =
        CryptoKeyVersion.newBuilder()
            .setName(version.name())
            .setState(CryptoKeyVersionState.valueOf(version.state().name()))
            .setProtectionLevel(ProtectionLevel.SOFTWARE)
            .setAlgorithm(ALGORITHM)
            .setCreateTime(time(version.createdAt()))
            .setGenerateTime(time(version.createdAt()));
    switch (version.state()) {
      case DESTROY_SCHEDULED -> resource.setDestroyTime(time(version.destroyAt()));
      case DESTROYED -> resource.setDestroyEventTime(time(version.destroyAt()));
      case ENABLED, DISABLED -> {}
    }
    return resource.build();
  }

  static Timestamp time(Instant at) {
    return Timestamp.newBuilder().setSeconds(at.getEpochSecond()).build();
  }
}
