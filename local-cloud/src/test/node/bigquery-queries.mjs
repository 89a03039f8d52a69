// Statements of BigQuery: by one call, as jobs, and only looked at.
import {ended} from './bigquery-jobs.mjs';
import {rowsOf} from './bigquery-values.mjs';

export function queryCalls(bigQuery) {
  const configuration = ({sql, params, types, pageSize, defaultDataset, into, ...rest}) => ({
    query: sql,
    ...rest,
    ...(params && parameters(bigQuery, params, types)),
    ...(pageSize && {maxResults: pageSize}),
    ...(into && {destination: bigQuery.dataset(into.dataset).table(into.table)}),
    ...(defaultDataset && {defaultDataset: {datasetId: defaultDataset}}),
  });
  return {
    query: async args => {
      const options = {...configuration(args), wrapIntegers: true};
      return rowsOf((await bigQuery.query(options, {wrapIntegers: true}))[0]);
    },
    queryJob: async args => {
      const [job] = await bigQuery.createQueryJob(configuration(args));
      const [found] = await job.getQueryResults({wrapIntegers: true});
      const [metadata] = await job.getMetadata();
      return {
        ...rowsOf(found),
        ...described(metadata.statistics),
        state: metadata.status.state,
        labels: metadata.configuration.labels ?? {},
      };
    },
    // Does not wait for its end.
    startJob: async args => void (await bigQuery.createQueryJob(configuration(args))),
    endedJob: async args => ended((await bigQuery.createQueryJob(configuration(args)))[0]),
    dryRun: async args => {
      const [{metadata}] = await bigQuery.createQueryJob({...configuration(args), dryRun: true});
      const {schema} = metadata.statistics.query;
      return {
        ...described(metadata.statistics),
        columns: schema?.fields.map(field => field.name),
      };
    },
  };
}

/** The client wants its own classes for what JSON has no values of. */
function parameters(bigQuery, params, types = {}) {
  const classes = {
    DATE: value => bigQuery.date(value),
    DATETIME: value => bigQuery.datetime(value),
    TIME: value => bigQuery.time(value),
    TIMESTAMP: value => bigQuery.timestamp(value),
  };
  const typed = (value, type) => {
    if (Array.isArray(value)) {
      return value.map(each => typed(each, type?.[0]));
    }
    if (value !== null && typeof value === 'object') {
      const members = Object.entries(value);
      return Object.fromEntries(members.map(([name, each]) => [name, typed(each, type?.[name])]));
    }
    return value === null ? null : (classes[type]?.(value) ?? value);
  };
  if (Array.isArray(params)) {
    return {params: params.map((value, i) => typed(value, types[i]))};
  }
  return {params: typed(params, types), types};
}

function described(statistics) {
  const {query} = statistics;
  const dml = query.dmlStats;
  return {
    type: query.statementType,
    bytes: query.totalBytesProcessed,
    billed: query.totalBytesBilled,
    cacheHit: query.cacheHit,
    children: statistics.numChildJobs ?? '0',
    affected: query.numDmlAffectedRows ?? '0',
    inserted: dml && (dml.insertedRowCount ?? '0'),
    updated: dml && (dml.updatedRowCount ?? '0'),
    deleted: dml && (dml.deletedRowCount ?? '0'),
  };
}
