/** Extract jobs: the rows of a table in files of Cloud Storage. */
package io.bridge.cloud.bigquery.extract;
