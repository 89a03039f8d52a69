package io.bridge.cloud.kms;

import com.google.cloud.kms.v1.CreateCryptoKeyRequest;
import com.google.cloud.kms.v1.CreateCryptoKeyVersionRequest;
import com.google.cloud.kms.v1.CreateKeyRingRequest;
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
import com.google.cloud.kms.v1.GetKeyRingRequest;
import com.google.cloud.kms.v1.KeyManagementServiceGrpc;
import com.google.cloud.kms.v1.KeyRing;
import com.google.cloud.kms.v1.ListCryptoKeyVersionsRequest;
import com.google.cloud.kms.v1.ListCryptoKeyVersionsResponse;
import com.google.cloud.kms.v1.ListCryptoKeysRequest;
import com.google.cloud.kms.v1.ListCryptoKeysResponse;
import com.google.cloud.kms.v1.ListKeyRingsRequest;
import com.google.cloud.kms.v1.ListKeyRingsResponse;
import com.google.cloud.kms.v1.RestoreCryptoKeyVersionRequest;
import com.google.cloud.kms.v1.UpdateCryptoKeyPrimaryVersionRequest;
import com.google.cloud.kms.v1.UpdateCryptoKeyVersionRequest;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Iam;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.util.List;

/** {@code google.cloud.kms.v1.KeyManagementService}, for keys that encrypt and decrypt. */
public final class KmsApi extends KeyManagementServiceGrpc.KeyManagementServiceImplBase
    implements AutoCloseable {
  private final Iam iam;
  private final Clock clock;
  private final KeyRings keyRings;
  private final KeyVault vault;
  private final RingCalls rings;
  private final CipherCalls ciphers;

  private KmsApi(CloudContext context, KeyRings keyRings) {
    this.iam = context.iam();
    this.clock = context.clock();
    this.keyRings = keyRings;
    this.vault = keyRings.vault();
    this.rings = new RingCalls(iam, keyRings, context.project());
    this.ciphers = new CipherCalls(iam, new KeyCipher(vault));
  }

  /** Opens the state and makes the keys of the topology. */
  public static KmsApi open(CloudContext context) {
    return new KmsApi(context, KeyRings.open(context.dir(), context.topology(), context.clock()));
  }

  @Override
  public void createKeyRing(CreateKeyRingRequest request, StreamObserver<KeyRing> answer) {
    complete(answer, rings.create(request));
  }

  @Override
  public void createCryptoKey(CreateCryptoKeyRequest request, StreamObserver<CryptoKey> answer) {
    complete(answer, rings.create(request, clock.instant()));
  }

  @Override
  public void getKeyRing(GetKeyRingRequest request, StreamObserver<KeyRing> answer) {
    complete(answer, rings.get(request));
  }

  @Override
  public void listKeyRings(
      ListKeyRingsRequest request, StreamObserver<ListKeyRingsResponse> answer) {
    complete(answer, rings.list(request));
  }

  @Override
  public void listCryptoKeys(
      ListCryptoKeysRequest request, StreamObserver<ListCryptoKeysResponse> answer) {
    complete(answer, rings.keys(request));
  }

  @Override
  public void getCryptoKey(GetCryptoKeyRequest request, StreamObserver<CryptoKey> answer) {
    var name = KeyName.key(request.getName());
    require("cloudkms.cryptoKeys.get", name);
    complete(answer, vault.resource(vault.key(name.key())));
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
    var page = Pages.of(all, request.getPageSize(), request.getPageToken());
    var response =
        ListCryptoKeyVersionsResponse.newBuilder()
            .setTotalSize(all.size())
            .setNextPageToken(page.next());
    page.items().forEach(it -> response.addCryptoKeyVersions(KeyResource.write(it)));
    complete(answer, response.build());
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
    complete(answer, vault.resource(vault.promote(version)));
  }

  @Override
  public void encrypt(EncryptRequest request, StreamObserver<EncryptResponse> answer) {
    complete(answer, ciphers.encrypt(request));
  }

  @Override
  public void decrypt(DecryptRequest request, StreamObserver<DecryptResponse> answer) {
    complete(answer, ciphers.decrypt(request));
  }

  @Override
  public void close() {
    keyRings.close();
  }

  private void require(String permission, KeyName name) {
    iam.require(Iam.current(), permission, name.text());
  }

  private static <T> void complete(StreamObserver<T> answer, T value) {
    answer.onNext(value);
    answer.onCompleted();
  }
}
