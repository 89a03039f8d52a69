package io.bridge.connection.credential;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;
import com.google.cloud.storage.StorageException;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.connection.ConnectionServiceTest;
import io.bridge.connection.Database;
import io.bridge.connection.KeyFile;
import io.bridge.connection.StoredKey;
import io.bridge.connection.Team;
import io.bridge.connection.TestBucket;
import io.bridge.connection.TestKms;
import io.bridge.model.connection.LeasePurpose;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * What somebody who can write the bucket, or even the rows, gets out of it: one constant answer.
 */
@ConnectionServiceTest
class StoredCredentialTest {
  private static final String SERVICE = "connection-service";
  private static final List<String> OTHERS =
      List.of(
          "gateway-service",
          "catalog-service",
          "dashboard-service",
          "agent-service",
          "sync-service",
          "bridge-push");

  @Inject Database database;
  private final Team team = Team.any();

  @Test
  void holdsNothingOfTheFileInClear() {
    // Given
    String file = Team.key();
    UUID id = team.added("warehouse", file);

    // When
    String stored = new String(bucket().read(team, id), StandardCharsets.ISO_8859_1);

    // Then
    for (String part : List.of("PRIVATE KEY", "service_account", "gserviceaccount")) {
      assertFalse(stored.contains(part), part);
    }
  }

  @Test
  void holdsTheFileRebuiltOfTheNeededFieldsAlone() throws GeneralSecurityException {
    // Given
    KeyFile more = KeyFile.good().with("quota_project_id", KeyFile.text("elsewhere"));
    UUID id = team.added("warehouse", more.json());

    // When: opened by hand, as the form of the envelope is written down
    String file = new String(StoredKey.of(team, id).open(), StandardCharsets.US_ASCII);

    // Then
    assertEquals(
        Set.of("type", "project_id", "private_key_id", "private_key", "client_email", "token_uri"),
        JsonPath.from(file).getMap("").keySet());
    assertEquals("https://oauth2.googleapis.com/token", JsonPath.from(file).get("token_uri"));
  }

  @Test
  void isReadAndWrittenByItsOwnServiceOnly() {
    UUID id = team.added("warehouse", Team.key());
    byte[] whole = bucket().read(team, id);

    for (String other : OTHERS) {
      TestBucket bucket = TestBucket.as(other);
      for (Executable call :
          List.<Executable>of(
              () -> bucket.read(team, id),
              () -> bucket.write(team, id, whole),
              () -> bucket.write(team, UUID.randomUUID(), whole),
              () -> bucket.delete(team, id))) {
        assertEquals(403, assertThrows(StorageException.class, call).getCode(), other);
      }
    }
    assertArrayEquals(whole, bucket().read(team, id));
  }

  @Test
  void isOpenedByItsOwnServiceOnly() {
    UUID id = team.added("warehouse", Team.key());
    StoredKey key = StoredKey.of(team, id);

    for (String other : OTHERS) {
      ApiException refused =
          assertThrows(ApiException.class, () -> TestKms.as(other).decrypt(key), other);
      assertEquals(StatusCode.Code.PERMISSION_DENIED, refused.getStatusCode().getCode(), other);
      refused = assertThrows(ApiException.class, () -> TestKms.as(other).encrypt(), other);
      assertEquals(StatusCode.Code.PERMISSION_DENIED, refused.getStatusCode().getCode(), other);
    }
    assertEquals(32, TestKms.as(SERVICE).decrypt(key).length);
  }

  @Test
  void opensAfterTheKeyWasRotated() {
    // Given
    UUID old = team.validated();
    String before = version(old);

    // When
    TestKms.admin().rotate();

    // Then
    UUID young = team.validated();
    assertFalse(before.equals(version(young)));
    lease(old).statusCode(201);
    lease(young).statusCode(201);
  }

  @Test
  void opensForNoOtherConnection() {
    // Given: the ciphertexts of two connections of a team are swapped, and their rows say so
    UUID one = team.validated();
    UUID two = team.validated();
    byte[] first = bucket().read(team, one);
    byte[] second = bucket().read(team, two);

    // When
    put(team, one, second);
    put(team, two, first);

    // Then
    assertUnusable(lease(one));
    assertUnusable(lease(two));
    put(team, one, first);
    lease(one).statusCode(201);
  }

  @Test
  void opensForNoOtherTeam() {
    Team others = Team.any();
    UUID ours = team.validated();
    UUID theirs = others.validated();

    put(others, theirs, bucket().read(team, ours));

    assertUnusable(others.lease("dashboard-service", theirs, LeasePurpose.QUERY));
  }

  @Test
  void isRefusedWhereTheObjectWasReplaced() {
    UUID id = team.validated();
    byte[] same = bucket().read(team, id);

    bucket().write(team, id, same);

    assertUnusable(lease(id));
  }

  @Test
  void isRefusedWhereTheBytesAreNotThoseOfTheRow() {
    UUID id = team.validated();

    long generation = bucket().write(team, id, new byte[] {1});

    database.rows("update connection set generation = $2 where id = $1", id, generation);
    assertUnusable(lease(id));
  }

  @Test
  void saysTheSameOfEveryDamage() {
    // Given
    UUID id = team.validated();
    UUID other = team.validated();
    byte[] whole = bucket().read(team, id);
    Set<String> answers = new HashSet<>();

    // When
    for (byte[] damaged : damages(whole)) {
      put(team, id, damaged);
      answers.add(assertUnusable(lease(id)));
    }
    put(team, id, bucket().read(team, other));
    answers.add(assertUnusable(lease(id)));
    bucket().write(team, id, whole);
    answers.add(assertUnusable(lease(id)));
    put(team, id, whole);
    for (String column : List.of("ciphertext_sha256", "enc_format")) {
      String before = text(id, column);
      set(id, column, "x");
      answers.add(assertUnusable(lease(id)));
      set(id, column, before);
    }
    lease(id).statusCode(201);
    bucket().delete(team, id);
    answers.add(assertUnusable(lease(id)));

    // Then
    assertEquals(1, answers.size(), answers::toString);
  }

  @Test
  void asksKmsOnceWhateverLayerDoesNotOpen() {
    // Given: nothing that can be seen in the bytes themselves, which are refused unopened
    UUID id = team.validated();
    byte[] whole = bucket().read(team, id);
    byte[] other = bucket().read(team, team.validated());
    int wrapped = ByteBuffer.wrap(whole).getInt();
    List<byte[]> damages =
        List.of(flipped(whole, 5 + wrapped / 2, 0), flipped(whole, whole.length - 1, 0), other);
    List<Long> calls = new ArrayList<>();

    // When
    for (byte[] damaged : damages) {
      put(team, id, damaged);
      long before = decryptions();
      assertUnusable(lease(id));
      calls.add(decryptions() - before);
    }

    // Then: who counts or times the calls learns nothing of where it broke
    assertEquals(List.of(1L, 1L, 1L), calls);
  }

  @Test
  void isUnusableOnceGoogleDoesNotKnowTheKey() {
    UUID id = team.added("warehouse", KeyFile.good().json());
    database.rows("update connection set status = 'VALIDATED' where id = $1", id);

    assertUnusable(lease(id));
  }

  /** A flip in each part and at sampled places, cuts, and lengths that cannot be. */
  private static List<byte[]> damages(byte[] whole) {
    Random random = new Random(11);
    int wrapped = ByteBuffer.wrap(whole).getInt();
    List<byte[]> damages = new ArrayList<>();
    for (int at : new int[] {0, 1, 2, 3, 4, 3 + wrapped, 4 + wrapped, 16 + wrapped}) {
      damages.add(flipped(whole, at, 0));
    }
    for (int i = 0; i < 40; i++) {
      damages.add(flipped(whole, random.nextInt(whole.length), random.nextInt(8)));
    }
    for (int length : new int[] {0, 3, 4, 4 + wrapped, 31 + wrapped, whole.length - 1}) {
      damages.add(Arrays.copyOf(whole, length));
    }
    for (int length : new int[] {0, 4097, -1}) {
      damages.add(ByteBuffer.wrap(whole.clone()).putInt(length).array());
    }
    return damages;
  }

  private static byte[] flipped(byte[] whole, int at, int bit) {
    byte[] flipped = whole.clone();
    flipped[at] ^= (byte) (1 << bit);
    return flipped;
  }

  /** Writes the object and the row, as if both had always been so. */
  private void put(Team owner, UUID id, byte[] bytes) {
    long generation = bucket().write(owner, id, bytes);
    database.rows(
        "update connection set generation = $2, ciphertext_sha256 = $3 where id = $1",
        id,
        generation,
        Sha256.hex(bytes));
  }

  private String version(UUID id) {
    return text(id, "kek_version");
  }

  private String text(UUID id, String column) {
    return database
        .rows("select " + column + " from connection where id = $1", id)
        .getFirst()
        .getString(0);
  }

  private void set(UUID id, String column, String value) {
    database.rows("update connection set " + column + " = $2 where id = $1", id, value);
  }

  private ValidatableResponse lease(UUID id) {
    return team.lease("dashboard-service", id, LeasePurpose.QUERY);
  }

  /** The whole body, without what tells one request from another. */
  private static String assertUnusable(ValidatableResponse answer) {
    Map<String, Object> body =
        answer
            .statusCode(409)
            .body("code", equalTo("CREDENTIAL_UNUSABLE"))
            .extract()
            .jsonPath()
            .getMap("");
    assertNotNull(body.remove("traceId"));
    return new TreeMap<>(body).toString();
  }

  private static long decryptions() {
    return LocalCloudResource.cloud().grpcCalls("google.cloud.kms.v1.KeyManagementService/Decrypt");
  }

  private static TestBucket bucket() {
    return TestBucket.as(SERVICE);
  }
}
