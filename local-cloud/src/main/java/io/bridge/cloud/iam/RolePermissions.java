package io.bridge.cloud.iam;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What each role of the topology allows, cut down to what local-cloud can do at all. */
final class RolePermissions {
  static final String PUBLISHER = "roles/pubsub.publisher";
  static final String ENQUEUER = "roles/cloudtasks.enqueuer";
  static final String ACCOUNT_USER = "roles/iam.serviceAccountUser";
  static final String TOKEN_CREATOR = "roles/iam.serviceAccountTokenCreator";

  private static final String ENCRYPT = "cloudkms.cryptoKeyVersions.useToEncrypt";
  private static final String DECRYPT = "cloudkms.cryptoKeyVersions.useToDecrypt";

  private static final Set<String> KMS_VIEW =
      Set.of(
          "cloudkms.keyRings.get",
          "cloudkms.keyRings.list",
          "cloudkms.cryptoKeys.get",
          "cloudkms.cryptoKeys.list",
          "cloudkms.cryptoKeyVersions.get",
          "cloudkms.cryptoKeyVersions.list");

  private static final Set<String> METADATA =
      Set.of(
          "resourcemanager.projects.get",
          "bigquery.datasets.get",
          "bigquery.datasets.getIamPolicy",
          "bigquery.tables.get",
          "bigquery.tables.list",
          "bigquery.tables.getIamPolicy",
          "bigquery.routines.get",
          "bigquery.routines.list",
          "bigquery.models.getMetadata",
          "bigquery.models.list");
  private static final Set<String> DATA =
      with(METADATA, "bigquery.tables.getData", "bigquery.tables.export");
  private static final Set<String> OBJECT_READ =
      Set.of("resourcemanager.projects.get", "storage.objects.get", "storage.objects.list");
  private static final Set<String> OBJECT_CREATE =
      Set.of("resourcemanager.projects.get", "storage.objects.create");
  private static final Set<String> OBJECT_ADMIN =
      with(
          with(OBJECT_READ, OBJECT_CREATE.toArray(String[]::new)),
          "storage.objects.delete",
          "storage.objects.update");

  private static final Set<String> PUBSUB_CONSUME =
      Set.of("pubsub.subscriptions.consume", "pubsub.topics.attachSubscription");
  private static final Set<String> PUBSUB_VIEW =
      Set.of(
          "pubsub.topics.get",
          "pubsub.topics.list",
          "pubsub.subscriptions.get",
          "pubsub.subscriptions.list");

  private static final Set<String> TASKS_VIEW =
      Set.of(
          "cloudtasks.queues.get",
          "cloudtasks.queues.list",
          "cloudtasks.tasks.get",
          "cloudtasks.tasks.list");

  private static final Set<String> SCHEDULER_VIEW =
      Set.of("cloudscheduler.jobs.fullView", "cloudscheduler.jobs.get", "cloudscheduler.jobs.list");

  private static final Map<String, Set<String>> TABLE =
      Map.ofEntries(
          Map.entry(
              "roles/bigquery.jobUser",
              Set.of(
                  "resourcemanager.projects.get", "bigquery.jobs.create", "bigquery.config.get")),
          Map.entry(
              "roles/bigquery.resourceViewer",
              Set.of(
                  "resourcemanager.projects.get", "bigquery.jobs.list", "bigquery.jobs.listAll")),
          Map.entry("roles/bigquery.metadataViewer", METADATA),
          Map.entry("roles/bigquery.dataViewer", DATA),
          Map.entry(
              "roles/bigquery.dataEditor",
              with(
                  DATA,
                  "bigquery.datasets.create",
                  "bigquery.tables.create",
                  "bigquery.tables.delete",
                  "bigquery.tables.update",
                  "bigquery.tables.updateData")),
          Map.entry("roles/storage.objectViewer", OBJECT_READ),
          Map.entry("roles/storage.objectCreator", OBJECT_CREATE),
          Map.entry("roles/storage.objectAdmin", OBJECT_ADMIN),
          Map.entry(
              "roles/storage.admin",
              with(
                  OBJECT_ADMIN,
                  "storage.buckets.create",
                  "storage.buckets.delete",
                  "storage.buckets.get",
                  "storage.buckets.list",
                  "storage.buckets.update")),
          Map.entry("roles/cloudkms.cryptoKeyEncrypterDecrypter", Set.of(ENCRYPT, DECRYPT)),
          Map.entry("roles/cloudkms.cryptoKeyEncrypter", Set.of(ENCRYPT)),
          Map.entry("roles/cloudkms.cryptoKeyDecrypter", Set.of(DECRYPT)),
          Map.entry("roles/cloudkms.viewer", KMS_VIEW),
          Map.entry(
              "roles/cloudkms.admin",
              with(
                  KMS_VIEW,
                  "cloudkms.keyRings.create",
                  "cloudkms.cryptoKeys.create",
                  "cloudkms.cryptoKeys.update",
                  "cloudkms.cryptoKeyVersions.create",
                  "cloudkms.cryptoKeyVersions.destroy",
                  "cloudkms.cryptoKeyVersions.restore",
                  "cloudkms.cryptoKeyVersions.update")),
          Map.entry(
              "roles/iam.serviceAccountAdmin",
              Set.of(
                  "iam.serviceAccounts.create",
                  "iam.serviceAccounts.delete",
                  "iam.serviceAccounts.get",
                  "iam.serviceAccounts.list")),
          Map.entry(
              "roles/iam.serviceAccountKeyAdmin",
              Set.of(
                  "iam.serviceAccounts.get",
                  "iam.serviceAccounts.list",
                  "iam.serviceAccountKeys.create",
                  "iam.serviceAccountKeys.delete",
                  "iam.serviceAccountKeys.get",
                  "iam.serviceAccountKeys.list")),
          Map.entry(
              "roles/resourcemanager.projectIamAdmin",
              Set.of(
                  "resourcemanager.projects.get",
                  "resourcemanager.projects.getIamPolicy",
                  "resourcemanager.projects.setIamPolicy")),
          Map.entry(PUBLISHER, Set.of("pubsub.topics.publish")),
          Map.entry("roles/pubsub.subscriber", PUBSUB_CONSUME),
          Map.entry("roles/pubsub.viewer", PUBSUB_VIEW),
          Map.entry(
              "roles/pubsub.editor",
              with(
                  with(PUBSUB_VIEW, PUBSUB_CONSUME.toArray(String[]::new)),
                  "pubsub.topics.create",
                  "pubsub.topics.delete",
                  "pubsub.topics.publish",
                  "pubsub.topics.update",
                  "pubsub.subscriptions.create",
                  "pubsub.subscriptions.delete",
                  "pubsub.subscriptions.update")),
          Map.entry(ENQUEUER, Set.of("cloudtasks.tasks.create")),
          Map.entry("roles/cloudtasks.viewer", TASKS_VIEW),
          Map.entry(
              "roles/cloudtasks.taskRunner",
              Set.of("cloudtasks.tasks.fullView", "cloudtasks.tasks.run")),
          Map.entry("roles/cloudtasks.taskDeleter", Set.of("cloudtasks.tasks.delete")),
          Map.entry(
              "roles/cloudtasks.queueAdmin",
              Set.of(
                  "cloudtasks.queues.create",
                  "cloudtasks.queues.delete",
                  "cloudtasks.queues.get",
                  "cloudtasks.queues.list",
                  "cloudtasks.queues.pause",
                  "cloudtasks.queues.purge",
                  "cloudtasks.queues.resume",
                  "cloudtasks.queues.update")),
          Map.entry("roles/cloudscheduler.viewer", SCHEDULER_VIEW),
          Map.entry(
              "roles/cloudscheduler.jobRunner",
              Set.of("cloudscheduler.jobs.fullView", "cloudscheduler.jobs.run")),
          Map.entry(
              "roles/cloudscheduler.admin",
              with(
                  SCHEDULER_VIEW,
                  "cloudscheduler.jobs.create",
                  "cloudscheduler.jobs.delete",
                  "cloudscheduler.jobs.enable",
                  "cloudscheduler.jobs.pause",
                  "cloudscheduler.jobs.run",
                  "cloudscheduler.jobs.update")),
          Map.entry(ACCOUNT_USER, Set.of("iam.serviceAccounts.actAs", "iam.serviceAccounts.get")),
          Map.entry(
              TOKEN_CREATOR,
              Set.of("iam.serviceAccounts.signBlob", "iam.serviceAccounts.getOpenIdToken")));

  private RolePermissions() {}

  /** Fails for a role that is not in the table: a topology that uses it would mean nothing here. */
  static Set<String> of(String role) {
    var permissions = TABLE.get(role);
    if (permissions == null) {
      throw new IllegalArgumentException(
          "local-cloud does not know the role " + role + "; it knows " + known());
    }
    return permissions;
  }

  static boolean known(String role) {
    return TABLE.containsKey(role);
  }

  private static List<String> known() {
    return TABLE.keySet().stream().sorted().toList();
  }

  private static Set<String> with(Set<String> base, String... more) {
    var all = new HashSet<>(base);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
