package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.CryptoKeyName;
import com.google.cloud.kms.v1.CryptoKeyVersion;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import com.google.cloud.kms.v1.KeyRing;
import com.google.cloud.kms.v1.KeyRingName;
import com.google.cloud.kms.v1.LocationName;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Int64Value;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** Cloud KMS' calls. */
final class KmsContract implements ContractClient {
  private static final String LOCATION = "us-central1";

  private final KeyManagementServiceClient keys;

  KmsContract(TestCloud cloud, CredentialsProvider who) throws IOException {
    keys =
        KeyManagementServiceClient.create(
            KeyManagementServiceSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(who)
                .build());
  }

  @Override
  public Object call(String call, JsonNode with) {
    String ring = with.path("ring").asText("contract");
    CryptoKeyName key =
        CryptoKeyName.of(TestCloud.PROJECT, LOCATION, ring, with.path("key").asText("none"));
    String version = key + "/cryptoKeyVersions/" + with.path("version").asText();
    return switch (call) {
      case "encrypt" -> encrypt(key, with);
      case "decrypt" -> decrypt(key, with);
      case "getKey" -> Map.of("purpose", keys.getCryptoKey(key).getPurpose().name());
      case "makeRing" -> {
        LocationName parent = LocationName.of(TestCloud.PROJECT, LOCATION);
        yield Map.of(
            "name", keys.createKeyRing(parent, ring, KeyRing.getDefaultInstance()).getName());
      }
      case "makeKey" -> makeKey(key);
      case "newVersion" ->
          answer(keys.createCryptoKeyVersion(key, CryptoKeyVersion.getDefaultInstance()));
      case "setPrimary" ->
          answer(
              keys.updateCryptoKeyPrimaryVersion(key, with.path("version").asText()).getPrimary());
      case "setState" -> setState(version, with.path("state").asText());
      case "destroy" -> answer(keys.destroyCryptoKeyVersion(version));
      case "restore" -> answer(keys.restoreCryptoKeyVersion(version));
      default -> throw ContractClient.unknown(call);
    };
  }

  private Map<String, Object> encrypt(CryptoKeyName key, JsonNode with) {
    EncryptRequest.Builder request =
        EncryptRequest.newBuilder()
            .setName(key.toString())
            .setPlaintext(ByteString.copyFromUtf8(with.path("text").asText()))
            .setAdditionalAuthenticatedData(context(with));
    sum(with, "crc32c").ifPresent(request::setPlaintextCrc32C);
    sum(with, "contextCrc32c").ifPresent(request::setAdditionalAuthenticatedDataCrc32C);
    EncryptResponse sealed = keys.encrypt(request.build());
    return Map.of(
        "ciphertext", Base64.getEncoder().encodeToString(sealed.getCiphertext().toByteArray()),
        "ciphertextCrc32c", String.valueOf(sealed.getCiphertextCrc32C().getValue()),
        "version", last(sealed.getName()),
        "verified", sealed.getVerifiedPlaintextCrc32C(),
        "verifiedContext", sealed.getVerifiedAdditionalAuthenticatedDataCrc32C());
  }

  private Map<String, Object> decrypt(CryptoKeyName key, JsonNode with) {
    byte[] sealed = Base64.getDecoder().decode(with.path("ciphertext").asText());
    DecryptRequest.Builder request =
        DecryptRequest.newBuilder()
            .setName(key.toString())
            .setCiphertext(ByteString.copyFrom(sealed))
            .setAdditionalAuthenticatedData(context(with));
    sum(with, "ciphertextCrc32c").ifPresent(request::setCiphertextCrc32C);
    sum(with, "contextCrc32c").ifPresent(request::setAdditionalAuthenticatedDataCrc32C);
    DecryptResponse opened = keys.decrypt(request.build());
    return Map.of(
        "text", opened.getPlaintext().toStringUtf8(),
        "textCrc32c", String.valueOf(opened.getPlaintextCrc32C().getValue()),
        "usedPrimary", opened.getUsedPrimary());
  }

  private static Optional<Int64Value> sum(JsonNode with, String name) {
    return with.has(name) ? Optional.of(Int64Value.of(with.path(name).asLong())) : Optional.empty();
  }

  private static String last(String name) {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  private static ByteString context(JsonNode with) {
    return ByteString.copyFromUtf8(with.path("context").asText());
  }

  private Map<String, Object> makeKey(CryptoKeyName key) {
    KeyRingName parent = KeyRingName.of(key.getProject(), key.getLocation(), key.getKeyRing());
    CryptoKey wanted =
        CryptoKey.newBuilder().setPurpose(CryptoKey.CryptoKeyPurpose.ENCRYPT_DECRYPT).build();
    CryptoKey made = keys.createCryptoKey(parent, key.getCryptoKey(), wanted);
    return Map.of("purpose", made.getPurpose().name());
  }

  private Map<String, Object> setState(String version, String state) {
    CryptoKeyVersion wanted =
        CryptoKeyVersion.newBuilder()
            .setName(version)
            .setState(CryptoKeyVersion.CryptoKeyVersionState.valueOf(state))
            .build();
    FieldMask mask = FieldMask.newBuilder().addPaths("state").build();
    return answer(keys.updateCryptoKeyVersion(wanted, mask));
  }

  private static Map<String, Object> answer(CryptoKeyVersion version) {
    return Map.of("version", last(version.getName()), "state", version.getState().name());
  }

  @Override
  public void close() {
    keys.close();
  }
}
