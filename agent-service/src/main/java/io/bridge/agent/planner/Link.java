package io.bridge.agent.planner;

import java.util.List;

/**
 * A column of one table that may point to a row of another: same type, and a name that fits.
 *
 * @param from column of the fact table
 * @param key column of the dimension
 */
record Link(Field from, Relation dimension, Field key) {
  /** Tables that share so many numbers by name are of the same sort, not fact and dimension. */
  private static final int SIBLINGS = 3;

  private static final long LARGEST_DIMENSION = 5_000_000;

  /** Every way from the fact table to the dimension; the most likely key first. */
  static List<Link> between(Relation fact, Relation dimension) {
    boolean possible =
        !fact.id().equals(dimension.id())
            && dimension.rows() <= Math.min(fact.rows(), LARGEST_DIMENSION)
            && dimension.has(kind -> kind.isCategory() || kind.isTime())
            && shared(fact, dimension) < SIBLINGS;
    if (!possible) {
      return List.of();
    }
    return dimension.fields().stream()
        .flatMap(
            key ->
                fact.fields().stream()
                    .filter(from -> fits(from, dimension, key))
                    .map(from -> new Link(from, dimension, key)))
        .toList();
  }

  private static long shared(Relation fact, Relation dimension) {
    return fact.fields().stream()
        .filter(f -> f.kind() == Kind.INTEGER)
        .filter(f -> dimension.field(f.name()).filter(d -> d.kind() == f.kind()).isPresent())
        .count();
  }

  /** {@code guest_ref} fits {@code guest_ref}, and {@code ref} of {@code guests}. */
  private static boolean fits(Field from, Relation dimension, Field key) {
    if (from.kind() != key.kind() || !key.kind().isKey()) {
      return false;
    }
    if (from.name().equalsIgnoreCase(key.name())) {
      return true;
    }
    List<String> own = Words.stems(from.name());
    List<String> theirs = Words.stems(key.name());
    return own.equals(theirs) && !own.isEmpty() || isNamedAfter(own, dimension, theirs);
  }

  private static boolean isNamedAfter(List<String> own, Relation dimension, List<String> key) {
    int rest = own.size() - key.size();
    if (rest < 1 || key.isEmpty() || !own.subList(rest, own.size()).equals(key)) {
      return false;
    }
    List<String> table = Words.stems(dimension.name());
    return table.size() >= rest
        && table.subList(table.size() - rest, table.size()).equals(own.subList(0, rest));
  }

  /**
   * Whether it holds: the key has another value in every row, and the values that point to it lie
   * where the key's are.
   */
  boolean holds(TableProfile fact, TableProfile theirs) {
    return theirs.isUnique(key) && points(fact, theirs);
  }

  /**
   * Whether the column numbers something, though the other table has no row of its own for each: it
   * stands first there, as keys do, and has the same values.
   */
  boolean isHalfOfAKey(TableProfile fact, TableProfile theirs) {
    return key.kind() == Kind.INTEGER && key.position() == 1 && points(fact, theirs);
  }

  private boolean points(TableProfile fact, TableProfile theirs) {
    ColumnProfile pointing = fact.of(from).orElse(null);
    ColumnProfile pointed = theirs.of(key).orElse(null);
    if (pointing == null || pointing.present() == 0) {
      return false;
    }
    boolean apart = pointing.low() > pointed.high() || pointing.high() < pointed.low();
    return !apart && pointing.distinct() <= 1.2 * pointed.distinct() + 2;
  }
}
