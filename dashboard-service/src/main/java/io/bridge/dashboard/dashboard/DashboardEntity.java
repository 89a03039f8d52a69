package io.bridge.dashboard.dashboard;

import io.bridge.dashboard.storage.StoredFile;
import io.bridge.model.dashboard.Dashboard;
import io.bridge.model.event.DashboardEvent.DashboardSaved;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.ColumnTransformer;

/** The row of a dashboard. */
@Entity
@Table(name = "dashboard")
class DashboardEntity {
  @Id UUID id;
  UUID teamId;
  String slug;
  String title;
  UUID connectionId;
  int revision;
  UUID owner;
  String objectName;
  long generation;

  /** Bound as text: the client would send a parameter of type jsonb as a JSON string. */
  @Convert(converter = LayoutText.class)
  @ColumnTransformer(read = "cast(layout as text)", write = "cast(cast(? as text) as jsonb)")
  Layout layout;

  Instant createdAt;
  Instant updatedAt;

  static DashboardEntity from(Change change) {
    DashboardEntity row = new DashboardEntity();
    row.id = UUID.randomUUID();
    row.teamId = change.teamId();
    row.slug = change.file().name();
    row.owner = change.person();
    row.createdAt = change.at();
    row.apply(change);
    return row;
  }

  /** True where the change is what is there already. */
  boolean isSame(Change change) {
    return objectName.equals(change.stored().name()) && connectionId.equals(change.connectionId());
  }

  void apply(Change change) {
    title = change.file().title();
    connectionId = change.connectionId();
    revision++;
    objectName = change.stored().name();
    generation = change.stored().generation();
    layout = Layout.of(change.file());
    updatedAt = change.at();
  }

  StoredFile file() {
    return new StoredFile(objectName, generation);
  }

  Dashboard toDashboard() {
    return new Dashboard(
        teamId,
        slug,
        title,
        layout.description(),
        connectionId,
        revision,
        owner,
        layout.params(),
        layout.queries(),
        layout.rows(),
        layout.freshnessSeconds(),
        createdAt,
        updatedAt);
  }

  DashboardSaved saved(Change change) {
    return new DashboardSaved(
        teamId, slug, revision, title, connectionId, change.tables(), change.at());
  }
}
