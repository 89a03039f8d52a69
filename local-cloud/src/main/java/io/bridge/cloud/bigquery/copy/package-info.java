/** Copy jobs: the rows of tables in another, inside the transaction of the job. */
package io.bridge.cloud.bigquery.copy;
