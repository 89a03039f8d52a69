package io.bridge.catalog.dataset;

import io.bridge.model.catalog.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import java.util.UUID;

/** A column's row. Written by {@link CatalogWriter} only. */
@Entity(name = "table_column")
@IdClass(ColumnEntity.Key.class)
class ColumnEntity {
  @Id UUID tableId;
  @Id int position;
  String name;
  String type;
  boolean nullable;
  String description;

  Column toColumn() {
    return new Column(name, position, type, nullable, description);
  }

  record Key(UUID tableId, int position) {}
}
