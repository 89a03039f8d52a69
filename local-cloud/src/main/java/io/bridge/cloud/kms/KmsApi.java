package io.bridge.cloud.kms;

import com.google.cloud.kms.v1.CreateCryptoKeyVersionRequest;
import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.CryptoKeyVersion;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.DestroyCryptoKeyVersionRequest;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.cloud.kms.v1.GetCryptoKeyRequest;
import com.google.cloud.kms.v1.GetCryptoKeyVersionRequest;
import com.google.cloud.kms.v1.KeyManagementServiceGrpc;
import com.google.cloud.kms.v1.ListCryptoKeyVersionsRequest;
import com.google.cloud.kms.v1.ListCryptoKeyVersionsResponse;
import com.google.cloud.kms.v1.ProtectionLevel;
import com.google.cloud.kms.v1.RestoreCryptoKeyVersionRequest;
import com.google.cloud.kms.v1.UpdateCryptoKeyPrimaryVersionRequest;
import com.google.cloud.kms.v1.UpdateCryptoKeyVersionRequest;
import com.google.protobuf.ByteString;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Iam;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** {@code google.cloud.kms.v1.KeyManagementService} over the keys of the topology. */
public final class KmsApi extends KeyManagementServiceGrpc.KeyManagementServiceImplBase
    implements AutoCloseable {
  private static final int MAX_BYTES = 64 * 1024;
  // A ciphertext of the largest plaintext, and some room.
  private static final int MAX_CIPHERTEXT_BYTES = MAX_BYTES + 1024;
  private static final int MAX_PAGE = 1000;

  private final Iam iam;
  private final KeyVault vault;

  private KmsApi(Iam iam, KeyVault vault) {
    this.iam = iam;
    this.vault = vault;
  }

  /** Opens the state and makes the keys of the topology. */
  public static KmsApi open(CloudContext context) {
    var vault = KeyVault.open(context.dir(), context.topology(), context.clock());
    return new KmsApi(context.iam(), vault);
  }

  @Override
  public void getCryptoKey(GetCryptoKeyRequest request, StreamObserver<CryptoKey> answer) {
    var name = KeyName.key(request.getName());
    require("cloudkms.cryptoKeys.get", name);
    complete(answer, resource(vault.key(name.key())));
  }

  @Override
  public void listCryptoKeyVersions(
      ListCryptoKeyVersionsRequest request, StreamObserver<ListCryptoKeyVersionsResponse> answer) {
    var name = KeyName.key(request.getParent());
    require("cloudkms.cryptoKeyVersions.list", name);
    if (!request.getFilter().isEmpty() || !request.getOrderBy().isEmpty()) {
      throw GoogleError.unimplemented("filter and order_by of listCryptoKeyVersions");
    }
    var all = vault.versions(name.key());
    int from = offset(request.getPageToken(), all.size());
    int size = request.getPageSize() <= 0 ? MAX_PAGE : Math.min(request.getPageSize(), MAX_PAGE);
    int to = Math.min(all.size(), from + size);
    complete(answer, page(all, from, to));
  }

  private static ListCryptoKeyVersionsResponse page(List<StoredVersion> all, int from, int to) {
    var page = ListCryptoKeyVersionsResponse.newBuilder().setTotalSize(all.size());
    all.subList(from, to).forEach(it -> page.addCryptoKeyVersions(KeyResource.write(it)));
    return page.setNextPageToken(to < all.size() ? String.valueOf(to) : "").build();
  }

  private static int offset(String token, int size) {
    if (token.isEmpty()) {
      return 0;
    }
    if (token.matches("[0-9]{1,9}") && Integer.parseInt(token) <= size) {
      return Integer.parseInt(token);
    }
    throw GoogleError.invalid("The page token is not valid.");
  }

  @Override
  public void getCryptoKeyVersion(
      GetCryptoKeyVersionRequest request, StreamObserver<CryptoKeyVersion> answer) {
    var name = KeyName.version(request.getName());
    require("cloudkms.cryptoKeyVersions.get", name);
    complete(answer, KeyResource.write(vault.version(name)));
  }

  @Override
  public void createCryptoKeyVersion(
      CreateCryptoKeyVersionRequest request, StreamObserver<CryptoKeyVersion> answer) {
    var name = KeyName.key(request.getParent());
    require("cloudkms.cryptoKeyVersions.create", name);
    complete(answer, KeyResource.write(vault.create(name.key())));
  }

  @Override
  public void updateCryptoKeyVersion(
      UpdateCryptoKeyVersionRequest request, StreamObserver<CryptoKeyVersion> answer) {
    var name = KeyName.version(request.getCryptoKeyVersion().getName());
    require("cloudkms.cryptoKeyVersions.update", name);
    if (!request.getUpdateMask().getPathsList().equals(List.of("state"))) {
      throw GoogleError.invalid("update_mask: only the state of a CryptoKeyVersion can change.");
    }
    var enabled =
        switch (request.getCryptoKeyVersion().getState()) {
          case ENABLED -> true;
          case DISABLED -> false;
          case CryptoKeyVersionState _ ->
              throw GoogleError.invalid("The state can be set to ENABLED or DISABLED only.");
        };
    complete(answer, KeyResource.write(vault.enable(name, enabled)));
  }

  @Override
  public void destroyCryptoKeyVersion(
      DestroyCryptoKeyVersionRequest request, StreamObserver<CryptoKeyVersion> answer) {
    var name = KeyName.version(request.getName());
    require("cloudkms.cryptoKeyVersions.destroy", name);
    complete(answer, KeyResource.write(vault.destroy(name)));
  }

  @Override
  public void restoreCryptoKeyVersion(
      RestoreCryptoKeyVersionRequest request, StreamObserver<CryptoKeyVersion> answer) {
    var name = KeyName.version(request.getName());
    require("cloudkms.cryptoKeyVersions.restore", name);
    complete(answer, KeyResource.write(vault.restore(name)));
  }

  @Override
  public void updateCryptoKeyPrimaryVersion(
      UpdateCryptoKeyPrimaryVersionRequest request, StreamObserver<CryptoKey> answer) {
    var name = KeyName.key(request.getName());
    require("cloudkms.cryptoKeys.update", name);
    var id = request.getCryptoKeyVersionId();
    var version = KeyName.version(name.key() + "/cryptoKeyVersions/" + id);
    complete(answer, resource(vault.promote(version)));
  }

  @Override
  public void encrypt(EncryptRequest request, StreamObserver<EncryptResponse> answer) {
    var name = KeyName.parse(request.getName());
    require("cloudkms.cryptoKeyVersions.useToEncrypt", name);
    var plaintext = request.getPlaintext();
    var aad = request.getAdditionalAuthenticatedData();
    requireSize(plaintext, MAX_BYTES, "plaintext");
    requireSize(aad, MAX_BYTES, "additional_authenticated_data");
    boolean summed = request.hasPlaintextCrc32C();
    boolean aadSummed = request.hasAdditionalAuthenticatedDataCrc32C();
    Sums.require(summed, request.getPlaintextCrc32C(), plaintext, "plaintext");
    Sums.require(
        aadSummed,
        request.getAdditionalAuthenticatedDataCrc32C(),
        aad,
        "additional_authenticated_data");
    var done = vault.encrypt(name, plaintext.toByteArray(), aad.toByteArray());
    var ciphertext = ByteString.copyFrom(done.bytes());
    complete(
        answer,
        EncryptResponse.newBuilder()
            .setName(done.with().name())
            .setCiphertext(ciphertext)
            .setCiphertextCrc32C(Sums.of(ciphertext))
            .setVerifiedPlaintextCrc32C(summed)
            .setVerifiedAdditionalAuthenticatedDataCrc32C(aadSummed)
            .setProtectionLevel(ProtectionLevel.SOFTWARE)
            .build());
  }

  @Override
  public void decrypt(DecryptRequest request, StreamObserver<DecryptResponse> answer) {
    var name = KeyName.key(request.getName());
    require("cloudkms.cryptoKeyVersions.useToDecrypt", name);
    var ciphertext = request.getCiphertext();
    var aad = request.getAdditionalAuthenticatedData();
    requireSize(ciphertext, MAX_CIPHERTEXT_BYTES, "ciphertext");
    requireSize(aad, MAX_BYTES, "additional_authenticated_data");
    Sums.require(
        request.hasCiphertextCrc32C(), request.getCiphertextCrc32C(), ciphertext, "ciphertext");
    Sums.require(
        request.hasAdditionalAuthenticatedDataCrc32C(),
        request.getAdditionalAuthenticatedDataCrc32C(),
        aad,
        "additional_authenticated_data");
    var done = vault.decrypt(name, ciphertext.toByteArray(), aad.toByteArray());
    var plaintext = ByteString.copyFrom(done.bytes());
    complete(
        answer,
        DecryptResponse.newBuilder()
            .setPlaintext(plaintext)
            .setPlaintextCrc32C(Sums.of(plaintext))
            .setUsedPrimary(done.primary())
            .setProtectionLevel(ProtectionLevel.SOFTWARE)
            .build());
  }

  @Override
  public void close() {
    vault.close();
  }

  private CryptoKey resource(StoredKey key) {
    return KeyResource.write(key, vault.version(new KeyName(key.name(), key.primary())));
  }

  private void require(String permission, KeyName name) {
    iam.require(Iam.current(), permission, name.text());
  }

  private static void requireSize(ByteString bytes, int limit, String field) {
    if (bytes.size() > limit) {
      throw GoogleError.invalid(
          "The field %s is too long: the maximum is %d bytes.".formatted(field, limit));
    }
  }

  private static <T> void complete(StreamObserver<T> answer, T value) {
    answer.onNext(value);
    answer.onCompleted();
  }
}
