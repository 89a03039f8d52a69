/** BigQuery as a lease's token sees it: dry runs, jobs, cells. */
package io.bridge.dashboard.bigquery;
