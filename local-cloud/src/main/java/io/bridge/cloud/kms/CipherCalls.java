package io.bridge.cloud.kms;

import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.cloud.kms.v1.ProtectionLevel;
import com.google.protobuf.ByteString;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Iam;

/** Encryption and decryption with every checksum that was sent, and those that Google sends. */
record CipherCalls(Iam iam, KeyCipher cipher) {
  private static final int MAX_BYTES = 64 * 1024;
  // A ciphertext of the largest plaintext, and some room.
  private static final int MAX_CIPHERTEXT_BYTES = MAX_BYTES + 1024;
  private static final String AAD = "additional_authenticated_data";

  EncryptResponse encrypt(EncryptRequest request) {
    var name = KeyName.parse(request.getName());
    iam.require(Iam.current(), "cloudkms.cryptoKeyVersions.useToEncrypt", name.text());
    var plaintext = request.getPlaintext();
    var aad = request.getAdditionalAuthenticatedData();
    requireSize(plaintext, MAX_BYTES, "plaintext");
    requireSize(aad, MAX_BYTES, AAD);
    boolean summed = request.hasPlaintextCrc32C();
    boolean aadSummed = request.hasAdditionalAuthenticatedDataCrc32C();
    Sums.require(summed, request.getPlaintextCrc32C(), plaintext, "plaintext");
    Sums.require(aadSummed, request.getAdditionalAuthenticatedDataCrc32C(), aad, AAD);
    var done = cipher.encrypt(name, plaintext.toByteArray(), aad.toByteArray());
    var ciphertext = ByteString.copyFrom(done.bytes());
    return EncryptResponse.newBuilder()
        .setName(done.with().name())
        .setCiphertext(ciphertext)
        .setCiphertextCrc32C(Sums.of(ciphertext))
        .setVerifiedPlaintextCrc32C(summed)
        .setVerifiedAdditionalAuthenticatedDataCrc32C(aadSummed)
        .setProtectionLevel(ProtectionLevel.SOFTWARE)
        .build();
  }

  DecryptResponse decrypt(DecryptRequest request) {
    var name = KeyName.key(request.getName());
    iam.require(Iam.current(), "cloudkms.cryptoKeyVersions.useToDecrypt", name.text());
    var ciphertext = request.getCiphertext();
    var aad = request.getAdditionalAuthenticatedData();
    requireSize(ciphertext, MAX_CIPHERTEXT_BYTES, "ciphertext");
    requireSize(aad, MAX_BYTES, AAD);
    Sums.require(
        request.hasCiphertextCrc32C(), request.getCiphertextCrc32C(), ciphertext, "ciphertext");
    Sums.require(
        request.hasAdditionalAuthenticatedDataCrc32C(),
        request.getAdditionalAuthenticatedDataCrc32C(),
        aad,
        AAD);
    var done = cipher.decrypt(name, ciphertext.toByteArray(), aad.toByteArray());
    var plaintext = ByteString.copyFrom(done.bytes());
    return DecryptResponse.newBuilder()
        .setPlaintext(plaintext)
        .setPlaintextCrc32C(Sums.of(plaintext))
        .setUsedPrimary(done.primary())
        .setProtectionLevel(ProtectionLevel.SOFTWARE)
        .build();
  }

  private static void requireSize(ByteString bytes, int limit, String field) {
    if (bytes.size() > limit) {
      throw GoogleError.invalid(
          "The field %s is too long: the maximum is %d bytes.".formatted(field, limit));
    }
  }
}
