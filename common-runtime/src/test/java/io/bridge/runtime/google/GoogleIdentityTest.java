package io.bridge.runtime.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.auth.ServiceAccountSigner.SigningException;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.tasks.v2.CloudTasksClient;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.cloud.fixture.PostgresResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;

/** The process's own account, as the metadata server tells it. */
@QuarkusTest
@WithTestResource(LocalCloudResource.class)
@WithTestResource(PostgresResource.class)
class GoogleIdentityTest {
  private static final String ACCOUNT = "sync-service@bridge-test.iam.gserviceaccount.com";

  @Inject GoogleIdentity identity;
  @Inject GoogleConfig config;
  @Inject BlobSigner signer;
  @Inject Storage storage;
  @Inject CloudTasksClient tasks;

  @Test
  void hasATokenForOneAudience() {
    String token = identity.idToken("https://peer.example").await().atMost(Duration.ofSeconds(10));

    byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.")[1]);
    JsonObject read = new JsonObject(new String(claims, StandardCharsets.UTF_8));
    assertEquals("https://peer.example", read.getString("aud"));
    assertEquals(ACCOUNT, read.getString("email"));
  }

  @Test
  void signsWithTheAccountsKey() throws GeneralSecurityException {
    byte[] text = "sign me".getBytes(StandardCharsets.UTF_8);

    byte[] signature = signer.sign(text);

    Signature verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(LocalCloudResource.cloud().tokens().publicKey(ACCOUNT));
    verifier.update(text);
    assertTrue(verifier.verify(signature));
    assertEquals(ACCOUNT, signer.getAccount());
  }

  @Test
  void failsWhereTheSignerDoesNotAnswer() {
    BlobSigner nowhere = new BlobSigner(identity, movedTo(URI.create("http://localhost:1")));

    assertThrows(SigningException.class, () -> nowhere.sign(new byte[1]));
  }

  @Test
  void reachesGoogleThroughItsOwnClients() {
    BlobInfo blob = BlobInfo.newBuilder("bridge-test-raw-data-ingress", "a").build();

    storage.create(blob, "text".getBytes(StandardCharsets.UTF_8));

    byte[] read = storage.readAllBytes(blob.getBlobId());
    assertEquals("text", new String(read, StandardCharsets.UTF_8));
    assertTrue(!tasks.isShutdown());
  }

  private GoogleConfig movedTo(URI signerHost) {
    return new GoogleConfig() {
      @Override
      public String project() {
        return config.project();
      }

      @Override
      public URI storageHost() {
        return config.storageHost();
      }

      @Override
      public URI bigqueryHost() {
        return config.bigqueryHost();
      }

      @Override
      public URI iamCredentialsHost() {
        return signerHost;
      }

      @Override
      public String pubsubEndpoint() {
        return config.pubsubEndpoint();
      }

      @Override
      public String tasksEndpoint() {
        return config.tasksEndpoint();
      }

      @Override
      public Duration connectTimeout() {
        return Duration.ofSeconds(1);
      }

      @Override
      public Duration readTimeout() {
        return Duration.ofSeconds(1);
      }
    };
  }
}
