package io.bridge.model.connection;

/** What a lease may be used for. */
public enum LeasePurpose {
  /** Reading metadata of datasets and tables. */
  SCAN,
  /** Running queries. */
  QUERY
}
