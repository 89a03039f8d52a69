// BigQuery's calls.
export function bigQueryCalls(bigQuery) {
  const dataset = args => bigQuery.dataset(args.dataset);
  const table = args => dataset(args).table(args.table);
  return {
    createDataset: async args => {
      const [made] = await bigQuery.createDataset(args.dataset, {labels: args.labels});
      return described(made.metadata);
    },
    getDataset: async args => described((await dataset(args).getMetadata())[0]),
    deleteDataset: async args => void (await dataset(args).delete()),
    createTable: async args => {
      const [made] = await dataset(args).createTable(args.table, {schema: {fields: args.schema}});
      return {columns: made.metadata.schema.fields.map(field => field.name)};
    },
    insertRows: async args => {
      await table(args).insert(args.rows);
      return {failed: 0};
    },
    deleteTable: async args => void (await table(args).delete()),
    readTable: async args => rows((await table(args).getRows({wrapIntegers: true}))[0]),
    query: async ({sql, params, pageSize}) => {
      const options = {query: sql, params, maxResults: pageSize, wrapIntegers: true};
      return rows((await bigQuery.query(options, {wrapIntegers: true}))[0]);
    },
    dryRun: async ({sql}) => {
      const [job] = await bigQuery.createQueryJob({query: sql, dryRun: true});
      return {bytes: job.metadata.statistics.totalBytesProcessed};
    },
    queryJob: async ({sql, jobId}) => {
      const [job] = await bigQuery.createQueryJob({query: sql, jobId});
      const [found] = await job.getQueryResults({wrapIntegers: true});
      return {...rows(found), ...(await state(job))};
    },
    getJob: async ({jobId}) => state(bigQuery.job(jobId)),
  };
}

function described(metadata) {
  return {dataset: metadata.datasetReference.datasetId, labels: metadata.labels};
}

async function state(job) {
  return {state: (await job.getMetadata())[0].status.state};
}

function rows(found) {
  return {rows: found.map(row => Object.values(row).map(text))};
}

/** One text for a value, whatever the client makes of it. */
function text(value) {
  if (value === null || value === undefined) {
    return null;
  }
  switch (value.constructor.name) {
    case 'Boolean':
    case 'Number':
    case 'String':
      return String(value);
    case 'BigQueryTimestamp':
      return micros(value.value);
    case 'Big':
      return value.toFixed();
    case 'Buffer':
      return value.toString('base64');
    case 'Array':
      return value.map(text);
    case 'Object':
      return Object.values(value).map(text);
    default:
      return value.value;
  }
}

function micros(iso) {
  const [, fraction = ''] = /\.(\d+)/.exec(iso) ?? [];
  const seconds = BigInt(Date.parse(iso.replace(/\.\d+/, ''))) / 1000n;
  return String(seconds * 1_000_000n + BigInt(fraction.padEnd(6, '0').slice(0, 6)));
}
