package io.bridge.agent.planner;

/** A column to group by. */
record Category(Source source, double score) {
  long distinct() {
    return source.profile().distinct();
  }

  boolean has(int least, int most) {
    return distinct() >= least && distinct() <= most;
  }
}
