package io.bridge.cloud.bigquery.warehouse;

import java.util.List;

/** The tables of schema {@code meta}. Times are milliseconds since 1970, UTC. */
final class DatabaseSchema {
  static final List<String> STATEMENTS =
      List.of(
          "CREATE SCHEMA IF NOT EXISTS meta",
          "CREATE SCHEMA IF NOT EXISTS data",
          """
          CREATE TABLE IF NOT EXISTS meta.dataset (
            id VARCHAR PRIMARY KEY,
            location VARCHAR NOT NULL,
            details VARCHAR NOT NULL,
            owner VARCHAR NOT NULL,
            created BIGINT NOT NULL,
            modified BIGINT NOT NULL)\
          """,
          """
          CREATE TABLE IF NOT EXISTS meta.entry (
            dataset VARCHAR NOT NULL,
            id VARCHAR NOT NULL,
            relation VARCHAR NOT NULL,
            location VARCHAR NOT NULL,
            fields VARCHAR NOT NULL,
            details VARCHAR NOT NULL,
            row_count BIGINT NOT NULL,
            column_bytes VARCHAR NOT NULL,
            owner VARCHAR NOT NULL,
            created BIGINT NOT NULL,
            modified BIGINT NOT NULL,
            expires BIGINT,
            PRIMARY KEY (dataset, id))\
          """,
          """
          CREATE TABLE IF NOT EXISTS meta.job (
            id VARCHAR PRIMARY KEY,
            location VARCHAR NOT NULL,
            owner VARCHAR NOT NULL,
            owner_kind VARCHAR NOT NULL,
            request_key VARCHAR,
            configuration VARCHAR NOT NULL,
            statistics VARCHAR NOT NULL,
            failure VARCHAR,
            created BIGINT NOT NULL,
            started BIGINT,
            ended BIGINT)\
          """,
          """
          CREATE TABLE IF NOT EXISTS meta.accepted (
            id VARCHAR PRIMARY KEY,
            location VARCHAR NOT NULL,
            owner VARCHAR NOT NULL,
            owner_kind VARCHAR NOT NULL,
            request_key VARCHAR,
            configuration VARCHAR NOT NULL,
            created BIGINT NOT NULL)\
          """,
          "ALTER TABLE meta.entry ADD COLUMN IF NOT EXISTS definition VARCHAR",
          "ALTER TABLE meta.entry ADD COLUMN IF NOT EXISTS question VARCHAR",
          """
          CREATE TABLE IF NOT EXISTS meta.result (
            id VARCHAR NOT NULL,
            question VARCHAR,
            expires BIGINT NOT NULL,
            known VARCHAR NOT NULL)\
          """,
          // An earlier version kept results among the tables.
          """
          INSERT INTO meta.result
          SELECT id, question, expires,
            json_object('dataset', dataset, 'relation', relation, 'location', location,
              'rows', row_count, 'owner', owner, 'created', created, 'schema', fields::JSON)
          FROM meta.entry WHERE expires IS NOT NULL\
          """,
          "DELETE FROM meta.entry WHERE expires IS NOT NULL",
          // An earlier version kept jobs that had not ended among the others.
          """
          INSERT OR IGNORE INTO meta.accepted
          SELECT id, location, owner, owner_kind, request_key, configuration, created
          FROM meta.job WHERE ended IS NULL\
          """,
          "DELETE FROM meta.job WHERE ended IS NULL");

  private DatabaseSchema() {}
}
