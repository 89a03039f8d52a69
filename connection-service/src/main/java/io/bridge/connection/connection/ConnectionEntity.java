package io.bridge.connection.connection;

import static io.bridge.model.connection.ConnectionStatus.FAILED;
import static io.bridge.model.connection.ConnectionStatus.PENDING_VALIDATION;
import static io.bridge.model.connection.ConnectionStatus.VALIDATED;

import io.bridge.connection.credential.ServiceAccountKey;
import io.bridge.connection.credential.StoredCredential;
import io.bridge.connection.envelope.Binding;
import io.bridge.connection.google.Warehouse;
import io.bridge.model.connection.Connection;
import io.bridge.model.connection.ConnectionStatus;
import io.bridge.model.connection.PermissionCheck;
import io.bridge.model.event.ConnectionEvent;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The row of a connection and its legal steps. Holds no secret. */
@Entity
@Table(name = "connection")
class ConnectionEntity {
  private static final String BIGQUERY = "bigquery";

  @Id UUID id;
  UUID teamId;
  UUID createdBy;
  String name;
  String projectId;
  String serviceAccount;
  String privateKeyId;

  /** Of the public key: tells whether a file is the one that was added before. */
  String keyFingerprint;

  @Enumerated(EnumType.STRING)
  Stage stage;

  @Enumerated(EnumType.STRING)
  ConnectionStatus status;

  @Convert(converter = ChecksText.class)
  List<PermissionCheck> checks;

  String kekName;
  String kekVersion;
  String encFormat;
  String ciphertextSha256;
  Long generation;

  /** When the reaper has to look; null once stored. */
  Instant dueAt;

  Instant validatedAt;
  Instant createdAt;
  Instant updatedAt;

  static ConnectionEntity from(
      NewConnection wanted, ServiceAccountKey key, Instant now, Duration patience) {
    ConnectionEntity row = new ConnectionEntity();
    row.id = UUID.randomUUID();
    row.teamId = wanted.teamId();
    row.createdBy = wanted.userId();
    row.name = wanted.name() == null ? key.projectId() : wanted.name();
    row.projectId = key.projectId();
    row.serviceAccount = key.clientEmail();
    row.privateKeyId = key.keyId();
    row.keyFingerprint = key.fingerprint();
    row.stage = Stage.STORING;
    row.status = PENDING_VALIDATION;
    row.checks = List.of();
    row.createdAt = now;
    row.updatedAt = now;
    row.dueAt = now.plus(patience);
    return row;
  }

  boolean isStored() {
    return stage == Stage.STORED;
  }

  boolean isOut() {
    return stage == Stage.REMOVING;
  }

  /** True where the file is the one that this row was made of. */
  boolean isOf(ServiceAccountKey key) {
    return projectId.equals(key.projectId())
        && serviceAccount.equals(key.clientEmail())
        && privateKeyId.equals(key.keyId())
        && keyFingerprint.equals(key.fingerprint());
  }

  void store(StoredCredential stored, Instant now) {
    stage = Stage.STORED;
    kekName = stored.kekName();
    kekVersion = stored.kekVersion();
    encFormat = stored.format();
    ciphertextSha256 = stored.sha256();
    generation = stored.generation();
    dueAt = null;
    updatedAt = now;
  }

  /** The last validation's outcome; true where every permission was proven. */
  boolean settle(List<PermissionCheck> found, Instant now) {
    boolean all = found.stream().allMatch(PermissionCheck::granted);
    checks = found;
    status = all ? VALIDATED : FAILED;
    validatedAt = all ? now : validatedAt;
    updatedAt = now;
    return all;
  }

  /**
   * The name is free at once.
   *
   * @param patience how long somebody may still be writing the object
   */
  void remove(Instant now, Duration patience) {
    stage = Stage.REMOVING;
    dueAt = now.plus(patience);
    updatedAt = now;
  }

  Binding binding() {
    return new Binding(teamId, id);
  }

  Warehouse warehouse() {
    return new Warehouse(projectId, serviceAccount);
  }

  StoredCredential credential() {
    return new StoredCredential(
        binding(), kekName, kekVersion, encFormat, ciphertextSha256, generation);
  }

  UsableConnection toUsable() {
    return new UsableConnection(id, teamId, projectId, credential());
  }

  ConnectionEvent settled() {
    return status == VALIDATED
        ? new ConnectionEvent.ConnectionValidated(id, teamId, name, projectId, updatedAt)
        : new ConnectionEvent.ConnectionFailed(id, teamId, name, missing(), updatedAt);
  }

  ConnectionEvent removed() {
    return new ConnectionEvent.ConnectionRemoved(id, teamId, name, updatedAt);
  }

  private List<String> missing() {
    return checks.stream()
        .filter(check -> !check.granted())
        .map(PermissionCheck::permission)
        .toList();
  }

  Connection toConnection() {
    return new Connection(
        id,
        teamId,
        name,
        BIGQUERY,
        projectId,
        serviceAccount,
        status,
        checks,
        validatedAt,
        createdAt);
  }
}
