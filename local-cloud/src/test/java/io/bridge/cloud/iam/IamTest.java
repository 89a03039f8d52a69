package io.bridge.cloud.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IamTest {
  @TempDir static Path dir;
  private static Tokens tokens;
  private static Iam iam;

  @BeforeAll
  static void open() {
    var topology = Topology.load(Path.of("..", "deploy", "topology.yaml"), "p");
    tokens = Tokens.open(dir, "p", Clock.systemUTC());
    iam = new Iam(topology, tokens);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sync-service    | bigquery.jobs.create             | projects/p                                              | yes
          sync-service    | bigquery.tables.updateData       | projects/p/datasets/d/tables/t                          | yes
          sync-service    | bigquery.datasets.delete         | projects/p/datasets/d                                   | no
          sync-service    | bigquery.jobs.create             | projects/other                                          | no
          sync-service    | bigquery.tables.updateData       | projects/other/datasets/d/tables/t                      | no
          sync-service    | bigquery.jobs.create             | projects/p2                                             | no
          catalog-service | bigquery.tables.list             | projects/p/datasets/d                                   | no
          catalog-service | bigquery.tables.getData          | projects/p/datasets/d/tables/t                          | no
          catalog-service | bigquery.datasets.create         | projects/p                                              | no
          connection-service | cloudkms.cryptoKeyVersions.useToDecrypt | projects/p/locations/us-central1/keyRings/bridge-credentials/cryptoKeys/service-account-encryption | yes
          connection-service | cloudkms.cryptoKeyVersions.useToDecrypt | projects/p/locations/us-central1/keyRings/bridge-credentials/cryptoKeys/service-account-encryption/cryptoKeyVersions/1 | yes
          connection-service | cloudkms.cryptoKeys.get     | projects/p/locations/us-central1/keyRings/bridge-credentials/cryptoKeys/service-account-encryption | no
          connection-service | cloudkms.cryptoKeyVersions.useToDecrypt | projects/p/locations/us-east1/keyRings/bridge-credentials/cryptoKeys/service-account-encryption | no
          catalog-service | cloudkms.cryptoKeyVersions.useToDecrypt | projects/p/locations/us-central1/keyRings/bridge-credentials/cryptoKeys/service-account-encryption | no
          dashboard-service | storage.objects.get | projects/_/buckets/p-bridge-credentials/objects/a | no
          connection-service | storage.objects.get | projects/_/buckets/p-bridge-credentials/objects/a | yes
          gateway-service | bigquery.jobs.create             | projects/p                                              | no
          sync-service    | storage.objects.create           | projects/_/buckets/p-raw-data-ingress/objects/a/b       | yes
          sync-service    | storage.objects.delete           | projects/_/buckets/p-raw-data-ingress                   | yes
          sync-service    | storage.buckets.get              | projects/_/buckets/p-raw-data-ingress                   | no
          sync-service    | storage.objects.get              | projects/_/buckets/other/objects/a                      | no
          catalog-service | storage.objects.get              | projects/_/buckets/p-raw-data-ingress/objects/a         | no
          sync-service    | pubsub.topics.publish            | projects/p/topics/bridge.sync.v1                        | yes
          sync-service    | pubsub.topics.publish            | projects/p/topics/bridge.identity.v1                    | no
          gateway-service | pubsub.topics.publish            | projects/p/topics/bridge.identity.v1                    | yes
          storage         | pubsub.topics.publish            | projects/p/topics/bridge.ingress.v1                     | yes
          sync-service    | cloudtasks.tasks.create          | projects/p/locations/us-central1/queues/sync-loads      | yes
          sync-service    | cloudtasks.tasks.create          | projects/p/locations/x/queues/sync-loads/tasks/t        | yes
          catalog-service | cloudtasks.tasks.create          | projects/p/locations/x/queues/sync-loads                | no
          sync-service    | iam.serviceAccounts.actAs        | projects/-/serviceAccounts/bridge-push@p.iam.gserviceaccount.com | yes
          sync-service    | iam.serviceAccounts.actAs        | projects/p/serviceAccounts/gateway-service@p.iam.gserviceaccount.com | no
          sync-service    | iam.serviceAccounts.signBlob     | projects/p/serviceAccounts/sync-service@p.iam.gserviceaccount.com | yes
          sync-service    | iam.serviceAccounts.signBlob     | projects/-/serviceAccounts/bridge-push@p.iam.gserviceaccount.com | no
          catalog-service | iam.serviceAccounts.signBlob     | projects/-/serviceAccounts/catalog-service@p.iam.gserviceaccount.com | no
          admin           | bigquery.datasets.delete         | projects/p/datasets/d                                   | yes
          """)
  void allowsWhatTheTopologySaysAndNothingElse(
      String account, String permission, String resource, String allowed) {
    var principal = new Principal(account + "@p.iam.gserviceaccount.com", "serviceAccount");
    assertEquals(allowed.equals("yes"), iam.allowed(principal, permission, resource));
  }

  @Test
  void givesAPersonNothingEvenByTheNameOfAnAccount() {
    var person = new Principal(tokens.adminEmail(), Principal.USER);
    var failure =
        assertThrows(
            GoogleError.class, () -> iam.require(person, "bigquery.jobs.create", "projects/p"));
    assertEquals(403, failure.code());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bigquery.jobs.create         | projects/p                            | accessDenied | Access Denied: Project p: User does not have bigquery.jobs.create permission in project p
          bigquery.tables.list         | projects/p/datasets/d                 | accessDenied | Access Denied: Dataset p:d: User does not have bigquery.tables.list permission on dataset p:d
          bigquery.tables.get          | projects/p/datasets/d/tables/t        | accessDenied | Access Denied: Table p:d.t: User does not have
          storage.objects.create       | projects/_/buckets/b/objects/o        | forbidden    | gateway-service@p.iam.gserviceaccount.com does not have storage.objects.create access to the Google Cloud Storage object
          pubsub.topics.publish        | projects/p/topics/bridge.sync.v1      | forbidden    | User not authorized to perform this action.
          cloudtasks.tasks.create      | projects/p/locations/l/queues/q       | forbidden    | lacks IAM permission "cloudtasks.tasks.create" for the resource "projects/p/locations/l/queues/q"
          iam.serviceAccounts.signBlob | projects/-/serviceAccounts/x          | forbidden    | Permission 'iam.serviceAccounts.signBlob' denied
          """)
  void refusesInTheWordsOfEachApi(
      String permission, String resource, String reason, String message) {
    var gateway = new Principal("gateway-service@p.iam.gserviceaccount.com", "serviceAccount");
    var failure = assertThrows(GoogleError.class, () -> iam.require(gateway, permission, resource));
    assertEquals(403, failure.code());
    assertEquals(reason, failure.reason());
    assertTrue(failure.getMessage().contains(message), failure::getMessage);
  }

  @Test
  void wantsABearerToken() {
    for (var header : new String[] {null, "", "Basic abc", "Bearer", "Bearer x"}) {
      var failure = assertThrows(GoogleError.class, () -> iam.authenticate(header));
      assertEquals(401, failure.code());
    }
    var token = tokens.accessToken("sync-service@p.iam.gserviceaccount.com");
    assertEquals(
        "sync-service@p.iam.gserviceaccount.com", iam.authenticate("bearer " + token).email());
  }

  @Test
  void refusesATopologyWithARoleThatMeansNothingHere(@TempDir Path other) throws IOException {
    var file =
        Files.writeString(other.resolve("t.yaml"), "serviceAccounts: {a: {roles: [roles/owner]}}");
    var topology = Topology.load(file, "p");
    var failure = assertThrows(IllegalArgumentException.class, () -> new Iam(topology, tokens));
    assertTrue(failure.getMessage().contains("roles/owner"));
  }

  @Test
  void hasNoCurrentCallerOutsideACall() {
    assertThrows(IllegalStateException.class, Iam::current);
  }
}
