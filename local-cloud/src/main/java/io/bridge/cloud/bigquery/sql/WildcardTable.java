package io.bridge.cloud.bigquery.sql;

import io.bridge.cloud.bigquery.sql.WarehouseCatalog.Member;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All tables whose names start alike, as one: with the columns of the newest of them, NULL where an
 * older one lacks a column, and with the rest of the name in {@code _TABLE_SUFFIX}.
 */
record WildcardTable(String project, String dataset, String prefix) {

  /**
   * @throws SqlException {@code invalidQuery} for no table at all, for a view among them and for
   *     columns of one name that cannot be one column
   */
  WarehouseTable of(List<Member> members) {
    String name = project + ":" + dataset + "." + prefix + "*";
    if (members.isEmpty()) {
      throw SqlException.invalid(name + " does not match any table.");
    }
    String views =
        members.stream()
            .filter(Member::isView)
            .map(view -> project + ":" + dataset + "." + view.table().name())
            .sorted()
            .collect(Collectors.joining(", "));
    if (!views.isEmpty()) {
      throw SqlException.invalid(
          "Views cannot be queried through prefix. First view " + views.split(", ")[0] + ".");
    }
    List<Field> fields =
        members.stream()
            .max(Comparator.comparingLong(Member::createdMs).thenComparing(m -> m.table().name()))
            .orElseThrow()
            .table()
            .fields();
    String rows =
        members.stream()
            .map(member -> rows(member.table(), fields))
            .collect(Collectors.joining(" UNION ALL ", "(", ")"));
    return new WarehouseTable(
        project,
        dataset,
        prefix + "*",
        fields,
        List.of(Field.of(Parting.SUFFIX, "STRING")),
        rows,
        Parting.bySuffix(),
        false);
  }

  private String rows(WarehouseTable table, List<Field> fields) {
    String columns =
        fields.stream().map(field -> column(table, field)).collect(Collectors.joining(", "));
    String suffix = Sql.string(table.name().substring(prefix.length()));
    String more = columns.isEmpty() ? "" : columns + ", ";
    return "SELECT %s%s AS %s FROM %s"
        .formatted(more, suffix, DuckType.quote(Parting.SUFFIX), table.duckDbRelation());
  }

  private String column(WarehouseTable table, Field field) {
    String name = DuckType.quote(field.name());
    Optional<Field> there =
        table.fields().stream().filter(f -> f.name().equalsIgnoreCase(field.name())).findFirst();
    if (there.isEmpty()) {
      return Sql.cast("NULL", DuckType.of(field)) + " AS " + name;
    }
    if (!Fields.type(there.get()).equals(Fields.type(field))) {
      throw SqlException.invalid(
          "Cannot read field '%s' of type %s as %s of table %s:%s.%s"
              .formatted(
                  field.name(), there.get().type(), field.type(), project, dataset, table.name()));
    }
    return Sql.cast(DuckType.quote(there.get().name()), DuckType.of(field)) + " AS " + name;
  }
}
