package io.bridge.sync.upload;

/** What became of the wish to carry on a load. */
public sealed interface Claim {

  /** The load is the asker's. */
  record Taken(LoadOrder order) implements Claim {}

  /** There is nothing to do: it is unknown, final, held by another, or its table is. */
  record Nothing() implements Claim {}

  /** It ended now, without a load. */
  record Ended(String dataset, String table) implements Claim {}
}
