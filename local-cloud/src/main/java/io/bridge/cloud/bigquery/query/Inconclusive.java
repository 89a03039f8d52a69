package io.bridge.cloud.bigquery.query;

/** A quick query failed in a way that says nothing about it: it has to run as one that is not. */
public final class Inconclusive extends RuntimeException {
  private static final long serialVersionUID = 1;

  Inconclusive() {
    super(null, null, false, false);
  }
}
