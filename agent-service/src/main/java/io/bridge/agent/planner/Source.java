package io.bridge.agent.planner;

import java.util.Optional;

/**
 * A column seen from the fact table.
 *
 * @param link the way to it; null for the fact table's own
 */
record Source(Field field, Link link, ColumnProfile profile) {
  Optional<Link> way() {
    return Optional.ofNullable(link);
  }

  /** Unique among the columns that one dashboard uses. */
  String id() {
    return (link == null ? "" : link.from().name() + ">" + link.dimension().id() + ".")
        + field.name();
  }

  /** Where it stands; decides between equals, so that names never do. */
  int place() {
    return (link == null ? 0 : link.from().position() * 10_000) + field.position();
  }

  /** The key of the fact table that it hangs on; its own name where it is the fact table's. */
  String root() {
    return link == null ? field.name() : link.from().name();
  }
}
