// BigQuery's calls, and the objects in one bucket that its jobs read and write.
import {datasetCalls} from './bigquery-datasets.mjs';
import {fileCalls} from './bigquery-files.mjs';
import {jobCalls} from './bigquery-jobs.mjs';
import {queryCalls} from './bigquery-queries.mjs';
import {rowCalls} from './bigquery-rows.mjs';
import {tableCalls} from './bigquery-tables.mjs';

export function bigQueryCalls(bigQuery, bucket) {
  return {
    ...datasetCalls(bigQuery),
    ...tableCalls(bigQuery),
    ...rowCalls(bigQuery),
    ...queryCalls(bigQuery),
    ...jobCalls(bigQuery),
    ...fileCalls(bigQuery, bucket),
  };
}
