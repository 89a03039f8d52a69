// Jobs of BigQuery as such, and those that copy tables.
import {pages} from './bigquery-values.mjs';

export function jobCalls(bigQuery) {
  const job = args => bigQuery.job(args.jobId);
  return {
    getJob: async args => described((await job(args).getMetadata())[0]),
    cancelJob: async args => described((await job(args).cancel())[0].job),
    // Of those that are asked for, the ones there are, as they come.
    listJobs: async ({among, pageSize, state}) => {
      const options = {maxResults: pageSize, ...(state && {stateFilter: state.toLowerCase()})};
      const found = await pages(query => bigQuery.getJobs(query), options);
      return {jobs: found.map(each => each.id).filter(id => among.includes(id))};
    },
    // The statements of a script, in the order of their names.
    listChildren: async ({jobId}) => {
      const [found] = await bigQuery.getJobs({parentJobId: jobId});
      const all = await Promise.all(found.map(each => each.getMetadata()));
      return {types: all.map(([metadata]) => metadata.statistics.query.statementType).sort()};
    },
    copyTables: async ({dataset, table, from, ...options}) => {
      const tables = bigQuery.dataset(dataset);
      const sources = from.map(name => tables.table(name));
      const [copy] = await tables.table(table).createCopyFromJob(sources, options);
      return ended(copy);
    },
  };
}

function described(metadata) {
  return {state: metadata.status.state, location: metadata.jobReference.location};
}

/** How a job ended: a failed one too is an answer, with what it failed by. */
export async function ended(job) {
  // By itself the client asks twice a second.
  job.pollIntervalMs = 20;
  const [{status, statistics}] = await job.promise().then(
    () => job.getMetadata(),
    () => job.getMetadata(),
  );
  const {load, copy, extract} = statistics;
  return {
    state: status.state,
    error: status.errorResult ? error(status.errorResult) : null,
    errors: (status.errors ?? []).map(error),
    rows: load?.outputRows ?? copy?.copiedRows,
    files: load?.inputFiles ?? extract?.destinationUriFileCounts,
    badRecords: load && (load.badRecords ?? '0'),
  };
}

function error({reason, location, message}) {
  return {reason, location: location ?? null, message};
}
