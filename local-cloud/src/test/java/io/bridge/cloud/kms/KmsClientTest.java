package io.bridge.cloud.kms;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.api.gax.rpc.StatusCode;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.CryptoKey.CryptoKeyPurpose;
import com.google.cloud.kms.v1.CryptoKeyName;
import com.google.cloud.kms.v1.CryptoKeyVersion;
import com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.DecryptResponse;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.EncryptResponse;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import com.google.cloud.kms.v1.KeyRing;
import com.google.cloud.kms.v1.KeyRingName;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Int64Value;
import com.google.protobuf.util.Timestamps;
import io.bridge.cloud.CloudAtHand;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Google's own client over TLS. */
class KmsClientTest {
  private static final String KEY =
      CryptoKeyName.format(
          CloudAtHand.PROJECT, "us-central1", "bridge-credentials", "service-account-encryption");
  private static final String RING = KEY.substring(0, KEY.indexOf("/cryptoKeys"));
  private static final ByteString PLAIN =
      ByteString.copyFromUtf8("a key of thirty-two bytes, maybe");
  private static final ByteString AAD = ByteString.copyFromUtf8("team:a|conn:b");

  @TempDir Path dir;
  private CloudAtHand cloud;
  private final List<KeyManagementServiceClient> open = new ArrayList<>();
  private final List<ManagedChannel> channels = new ArrayList<>();

  @BeforeEach
  void start() {
    cloud = CloudAtHand.start(dir);
  }

  @AfterEach
  void stop() {
    open.forEach(KeyManagementServiceClient::close);
    open.clear();
    channels.forEach(ManagedChannel::shutdownNow);
    cloud.close();
  }

  @Test
  void decryptsWhatItEncryptedAndProvesEveryByte() throws Exception {
    var kms = client("connection-service");

    var sealed =
        kms.encrypt(
            EncryptRequest.newBuilder()
                .setName(KEY)
                .setPlaintext(PLAIN)
                .setPlaintextCrc32C(sum(PLAIN))
                .setAdditionalAuthenticatedData(AAD)
                .setAdditionalAuthenticatedDataCrc32C(sum(AAD))
                .build());

    assertEquals(KEY + "/cryptoKeyVersions/1", sealed.getName());
    assertTrue(sealed.getVerifiedPlaintextCrc32C());
    assertTrue(sealed.getVerifiedAdditionalAuthenticatedDataCrc32C());
    assertEquals(sum(sealed.getCiphertext()), sealed.getCiphertextCrc32C());
    assertFalse(sealed.getCiphertext().toStringUtf8().contains("thirty-two"));
    var opened = decrypt(kms, sealed.getCiphertext(), AAD);
    assertEquals(PLAIN, opened.getPlaintext());
    assertEquals(sum(PLAIN), opened.getPlaintextCrc32C());
    assertTrue(opened.getUsedPrimary());
  }

  @Test
  void neverSealsTheSameTwiceAlikeAndTakesNothingAndTheMost() throws Exception {
    var kms = client("connection-service");
    assertNotEquals(encrypt(kms, PLAIN), encrypt(kms, PLAIN));
    for (int size : new int[] {0, 64 * 1024}) {
      var plain = ByteString.copyFrom(new byte[size]);
      assertArrayEquals(
          plain.toByteArray(), decrypt(kms, encrypt(kms, plain), AAD).getPlaintext().toByteArray());
    }
    refused(
        StatusCode.Code.INVALID_ARGUMENT,
        () -> encrypt(kms, ByteString.copyFrom(new byte[64 * 1024 + 1])));
  }

  @Test
  void refusesASumThatIsNotTheDatas() throws Exception {
    var kms = client("connection-service");
    var wrong = Int64Value.of(1);
    var sealed = encrypt(kms, PLAIN);
    refused(
        StatusCode.Code.INVALID_ARGUMENT,
        () ->
            kms.encrypt(
                EncryptRequest.newBuilder()
                    .setName(KEY)
                    .setPlaintext(PLAIN)
                    .setPlaintextCrc32C(wrong)
                    .build()));
    refused(
        StatusCode.Code.INVALID_ARGUMENT,
        () ->
            kms.encrypt(
                EncryptRequest.newBuilder()
                    .setName(KEY)
                    .setPlaintext(PLAIN)
                    .setAdditionalAuthenticatedData(AAD)
                    .setAdditionalAuthenticatedDataCrc32C(wrong)
                    .build()));
    refused(
        StatusCode.Code.INVALID_ARGUMENT,
        () ->
            kms.decrypt(
                DecryptRequest.newBuilder()
                    .setName(KEY)
                    .setCiphertext(sealed)
                    .setAdditionalAuthenticatedData(AAD)
                    .setCiphertextCrc32C(wrong)
                    .build()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"aad", "flip-first", "flip-version", "flip-last", "cut", "long", "empty"})
  void refusesWhatWasAlteredInOneAndTheSameWay(String change) throws Exception {
    var kms = client("connection-service");
    var sealed = encrypt(kms, PLAIN);

    var failure =
        refused(
            StatusCode.Code.INVALID_ARGUMENT,
            () ->
                decrypt(
                    kms,
                    altered(sealed, change),
                    change.equals("aad") ? ByteString.copyFromUtf8("team:a|conn:c") : AAD));

    assertTrue(failure.getMessage().contains("Decryption failed: verify that 'name'"));
  }

  @Test
  void letsOnlyTheAccountOfTheTopologyUseTheKey() throws Exception {
    var sealed = encrypt(client("connection-service"), PLAIN);
    for (var account :
        List.of(
            "gateway-service",
            "catalog-service",
            "dashboard-service",
            "agent-service",
            "sync-service",
            "bridge-push")) {
      var other = client(account);
      refused(StatusCode.Code.PERMISSION_DENIED, () -> encrypt(other, PLAIN));
      refused(StatusCode.Code.PERMISSION_DENIED, () -> decrypt(other, sealed, AAD));
    }
    var kms = client("connection-service");
    refused(StatusCode.Code.PERMISSION_DENIED, () -> kms.getCryptoKey(KEY));
    refused(StatusCode.Code.PERMISSION_DENIED, () -> kms.createCryptoKeyVersion(KEY, version()));
    refused(
        StatusCode.Code.PERMISSION_DENIED,
        () -> kms.encrypt(KEY.replace("us-central1", "us-east1"), PLAIN));
  }

  @Test
  void oldVersionsDecryptAfterANewOneBecamePrimary() throws Exception {
    var admin = admin();
    var kms = client("connection-service");
    var old = encrypt(kms, PLAIN);
    var created = admin.createCryptoKeyVersion(KEY, version());
    assertEquals(KEY + "/cryptoKeyVersions/1", admin.getCryptoKey(KEY).getPrimary().getName());

    var key = admin.updateCryptoKeyPrimaryVersion(KEY, "2");

    assertEquals(created.getName(), key.getPrimary().getName());
    var sealed = kms.encrypt(KEY, PLAIN);
    assertEquals(created.getName(), sealed.getName());
    assertFalse(decrypt(kms, old, AAD).getUsedPrimary());
    assertEquals(PLAIN, decrypt(kms, old, AAD).getPlaintext());
    assertEquals(PLAIN, kms.decrypt(KEY, sealed.getCiphertext()).getPlaintext());
    assertEquals(
        List.of(KEY + "/cryptoKeyVersions/1", KEY + "/cryptoKeyVersions/2"), versions(admin));
  }

  @Test
  void aVersionThatIsOffRefusesUntilItIsOnAgain() throws Exception {
    var admin = admin();
    var kms = client("connection-service");
    var sealed = encrypt(kms, PLAIN);

    set(admin, CryptoKeyVersionState.DISABLED);

    var failure = refused(StatusCode.Code.FAILED_PRECONDITION, () -> decrypt(kms, sealed, AAD));
    assertTrue(failure.getMessage().contains("current state is: DISABLED"));
    refused(StatusCode.Code.FAILED_PRECONDITION, () -> encrypt(kms, PLAIN));
    set(admin, CryptoKeyVersionState.ENABLED);
    assertEquals(PLAIN, decrypt(kms, sealed, AAD).getPlaintext());
  }

  @Test
  void aVersionToBeDestroyedCanBeTakenBack() throws Exception {
    var admin = admin();
    var kms = client("connection-service");
    var sealed = encrypt(kms, PLAIN);
    var name = KEY + "/cryptoKeyVersions/1";

    var destroyed = admin.destroyCryptoKeyVersion(name);

    assertEquals(CryptoKeyVersionState.DESTROY_SCHEDULED, destroyed.getState());
    assertTrue(destroyed.hasDestroyTime());
    refused(StatusCode.Code.FAILED_PRECONDITION, () -> decrypt(kms, sealed, AAD));
    refused(StatusCode.Code.FAILED_PRECONDITION, () -> admin.destroyCryptoKeyVersion(name));
    refused(StatusCode.Code.FAILED_PRECONDITION, () -> set(admin, CryptoKeyVersionState.ENABLED));
    assertEquals(CryptoKeyVersionState.DISABLED, admin.restoreCryptoKeyVersion(name).getState());
    set(admin, CryptoKeyVersionState.ENABLED);
    assertEquals(PLAIN, decrypt(kms, sealed, AAD).getPlaintext());
  }

  @Test
  void tellsWhatAKeyIs() throws Exception {
    var key = admin().getCryptoKey(KEY);
    assertEquals(Duration.ofDays(90).toSeconds(), key.getRotationPeriod().getSeconds());
    assertEquals(
        key.getCreateTime().getSeconds() + Duration.ofDays(90).toSeconds(),
        key.getNextRotationTime().getSeconds());
    assertEquals(CryptoKeyVersionState.ENABLED, key.getPrimary().getState());
  }

  @Test
  void refusesWhatIsNotThereAndSaysWhatItDoesNotPlay() throws Exception {
    var admin = admin();
    refused(StatusCode.Code.NOT_FOUND, () -> admin.getCryptoKey(KEY + "x"));
    refused(
        StatusCode.Code.NOT_FOUND, () -> admin.getCryptoKeyVersion(KEY + "/cryptoKeyVersions/9"));
    refused(StatusCode.Code.INVALID_ARGUMENT, () -> admin.getCryptoKey("projects/p/nothing"));
    refused(
        StatusCode.Code.INVALID_ARGUMENT, () -> admin.updateCryptoKeyPrimaryVersion(KEY, "../1"));
    refused(
        StatusCode.Code.NOT_FOUND,
        () -> admin.getKeyRing(KeyRingName.of(CloudAtHand.PROJECT, "us-central1", "x")));
    refused(StatusCode.Code.NOT_FOUND, () -> admin.listCryptoKeys(RING + "x"));
    refused(StatusCode.Code.INVALID_ARGUMENT, () -> admin.getKeyRing(RING + "/.."));
  }

  @Test
  void listsTheRingsAndKeysOfTheTopology() throws Exception {
    var admin = admin();

    var ring = admin.getKeyRing(RING);

    assertEquals(RING, ring.getName());
    assertEquals(admin.getCryptoKey(KEY).getCreateTime(), ring.getCreateTime());
    var location = RING.substring(0, RING.indexOf("/keyRings"));
    var rings = admin.listKeyRings(location).iterateAll();
    assertEquals(List.of(ring), StreamSupport.stream(rings.spliterator(), false).toList());
    var keys = admin.listCryptoKeys(RING).iterateAll();
    assertEquals(
        List.of(admin.getCryptoKey(KEY)), StreamSupport.stream(keys.spliterator(), false).toList());
    var elsewhere = admin.listKeyRings(location.replace("us-central1", "europe-west3"));
    assertFalse(elsewhere.iterateAll().iterator().hasNext());
  }

  @Test
  void refusesByNameKeysThatItHasNot() throws Exception {
    var admin = admin();
    var signing = CryptoKey.newBuilder().setPurpose(CryptoKeyPurpose.ASYMMETRIC_SIGN).build();

    var made =
        refused(
            StatusCode.Code.UNIMPLEMENTED, () -> admin.createCryptoKey(RING, "signing", signing));
    var signed =
        refused(
            StatusCode.Code.UNIMPLEMENTED, () -> admin.getPublicKey(KEY + "/cryptoKeyVersions/1"));
    var labelled =
        refused(
            StatusCode.Code.UNIMPLEMENTED,
            () -> admin.createCryptoKey(RING, "labelled", symmetric().putLabels("a", "b").build()));

    assertTrue(made.getMessage().contains("ASYMMETRIC_SIGN"), made::getMessage);
    assertTrue(signed.getMessage().contains("GetPublicKey"), signed::getMessage);
    assertTrue(labelled.getMessage().contains("labels"), labelled::getMessage);
  }

  private static CryptoKey.Builder symmetric() {
    return CryptoKey.newBuilder().setPurpose(CryptoKeyPurpose.ENCRYPT_DECRYPT);
  }

  @Test
  void makesRingsAndKeysThatStay() throws Exception {
    var location = RING.substring(0, RING.indexOf("/keyRings"));
    var next = Timestamps.fromSeconds(Instant.now().plus(Duration.ofDays(3)).getEpochSecond());
    var rotation = com.google.protobuf.util.Durations.fromDays(2);

    var ring = admin().createKeyRing(location, "made", KeyRing.getDefaultInstance());
    var key =
        admin()
            .createCryptoKey(
                ring.getName(),
                "key",
                symmetric().setRotationPeriod(rotation).setNextRotationTime(next).build());
    var sealed = encrypt(admin(), key.getName());
    stop();
    start();

    var admin = admin();
    assertEquals(location + "/keyRings/made", ring.getName());
    assertEquals(ring, admin.getKeyRing(ring.getName()));
    assertEquals(key, admin.getCryptoKey(ring.getName() + "/cryptoKeys/key"));
    assertEquals(rotation, key.getRotationPeriod());
    assertEquals(next, key.getNextRotationTime());
    assertEquals(key.getName() + "/cryptoKeyVersions/1", key.getPrimary().getName());
    var opened = admin.decrypt(key.getName(), sealed);
    assertEquals(PLAIN, opened.getPlaintext());
    var rings = admin.listKeyRings(location).iterateAll();
    assertEquals(2, StreamSupport.stream(rings.spliterator(), false).count());
    var keys = admin.listCryptoKeys(ring.getName()).iterateAll();
    assertEquals(List.of(key), StreamSupport.stream(keys.spliterator(), false).toList());
  }

  private static ByteString encrypt(KeyManagementServiceClient kms, String key) {
    return kms.encrypt(key, PLAIN).getCiphertext();
  }

  @Test
  void refusesRingsAndKeysThatCannotBe() throws Exception {
    var admin = admin();
    var location = RING.substring(0, RING.indexOf("/keyRings"));
    var ring = KeyRing.getDefaultInstance();
    var day = com.google.protobuf.util.Durations.fromHours(23);
    var nobody = client("catalog-service");
    cloud.cloud().issueKey("key-admin", List.of("roles/cloudkms.admin"));
    var keyAdmin = client("key-admin");

    refused(
        StatusCode.Code.ALREADY_EXISTS,
        () -> admin.createKeyRing(location, "bridge-credentials", ring));
    refused(StatusCode.Code.INVALID_ARGUMENT, () -> admin.createKeyRing(location, "a/b", ring));
    refused(
        StatusCode.Code.NOT_FOUND,
        () -> admin.createKeyRing("projects/another/locations/global", "x", ring));
    refused(
        StatusCode.Code.ALREADY_EXISTS,
        () -> admin.createCryptoKey(RING, "service-account-encryption", symmetric().build()));
    refused(
        StatusCode.Code.NOT_FOUND,
        () -> admin.createCryptoKey(RING + "none", "x", symmetric().build()));
    refused(
        StatusCode.Code.INVALID_ARGUMENT,
        () -> admin.createCryptoKey(RING, "x", CryptoKey.getDefaultInstance()));
    refused(
        StatusCode.Code.INVALID_ARGUMENT,
        () -> admin.createCryptoKey(RING, "x", symmetric().setRotationPeriod(day).build()));
    refused(StatusCode.Code.PERMISSION_DENIED, () -> nobody.createKeyRing(location, "mine", ring));
    refused(
        StatusCode.Code.PERMISSION_DENIED,
        () -> nobody.createCryptoKey(RING, "mine", symmetric().build()));
    var made = keyAdmin.createKeyRing(location, "ours", ring);
    keyAdmin.createCryptoKey(made.getName(), "key", symmetric().build());
    refused(
        StatusCode.Code.PERMISSION_DENIED,
        () -> keyAdmin.encrypt(made.getName() + "/cryptoKeys/key", PLAIN));
  }

  @Test
  void keepsKeysOverARestartInAFolderOfItsOwn() throws Exception {
    var sealed = encrypt(client("connection-service"), PLAIN);
    stop();
    start();

    var opened = decrypt(client("connection-service"), sealed, AAD);

    assertEquals(PLAIN, opened.getPlaintext());
    assertEquals(
        "rwx------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("kms"))));
  }

  private static ByteString altered(ByteString sealed, String change) {
    var bytes = sealed.toByteArray();
    switch (change) {
      case "flip-first" -> bytes[0] ^= 1;
      case "flip-version" -> bytes[4] ^= 2;
      case "flip-last" -> bytes[bytes.length - 1] ^= 1;
      case "cut" -> bytes = Arrays.copyOf(bytes, bytes.length - 1);
      case "long" -> bytes = Arrays.copyOf(bytes, bytes.length + 1);
      case "empty" -> bytes = new byte[0];
      default -> {}
    }
    return ByteString.copyFrom(bytes);
  }

  private static ApiException refused(StatusCode.Code code, Executable call) {
    var failure = assertThrows(ApiException.class, call);
    assertEquals(code, failure.getStatusCode().getCode(), failure::getMessage);
    return failure;
  }

  private static ByteString encrypt(KeyManagementServiceClient kms, ByteString plain) {
    EncryptResponse sealed =
        kms.encrypt(
            EncryptRequest.newBuilder()
                .setName(KEY)
                .setPlaintext(plain)
                .setAdditionalAuthenticatedData(AAD)
                .build());
    return sealed.getCiphertext();
  }

  private static DecryptResponse decrypt(
      KeyManagementServiceClient kms, ByteString sealed, ByteString aad) {
    return kms.decrypt(
        DecryptRequest.newBuilder()
            .setName(KEY)
            .setCiphertext(sealed)
            .setCiphertextCrc32C(sum(sealed))
            .setAdditionalAuthenticatedData(aad)
            .setAdditionalAuthenticatedDataCrc32C(sum(aad))
            .build());
  }

  private static void set(KeyManagementServiceClient admin, CryptoKeyVersionState state) {
    admin.updateCryptoKeyVersion(
        CryptoKeyVersion.newBuilder().setName(KEY + "/cryptoKeyVersions/1").setState(state).build(),
        FieldMask.newBuilder().addPaths("state").build());
  }

  private static List<String> versions(KeyManagementServiceClient admin) {
    var all = admin.listCryptoKeyVersions(KEY).iterateAll();
    return StreamSupport.stream(all.spliterator(), false).map(CryptoKeyVersion::getName).toList();
  }

  private static CryptoKeyVersion version() {
    return CryptoKeyVersion.getDefaultInstance();
  }

  private static Int64Value sum(ByteString bytes) {
    var sum = new CRC32C();
    sum.update(bytes.toByteArray());
    return Int64Value.of(sum.getValue());
  }

  private KeyManagementServiceClient admin() throws IOException {
    return as(cloud.cloud().tokens().accessToken(cloud.cloud().tokens().adminEmail()));
  }

  private KeyManagementServiceClient client(String account) throws IOException {
    return as(cloud.token(account));
  }

  private KeyManagementServiceClient as(String token) throws IOException {
    var until = Date.from(Instant.now().plus(Duration.ofHours(1)));
    var trust = TlsChannelCredentials.newBuilder().trustManager(cloud.cloud().caPem().toFile());
    var wire = Grpc.newChannelBuilder(cloud.cloud().grpc(), trust.build()).build();
    channels.add(wire);
    var channel = FixedTransportChannelProvider.create(GrpcTransportChannel.create(wire));
    var client =
        KeyManagementServiceClient.create(
            KeyManagementServiceSettings.newBuilder()
                .setTransportChannelProvider(channel)
                .setCredentialsProvider(
                    FixedCredentialsProvider.create(
                        GoogleCredentials.create(new AccessToken(token, until))))
                .build());
    open.add(client);
    return client;
  }
}
