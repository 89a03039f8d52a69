// BigQuery's tables and views.
import {pages} from './bigquery-values.mjs';

export function tableCalls(bigQuery) {
  const dataset = args => bigQuery.dataset(args.dataset);
  const table = args => dataset(args).table(args.table);
  return {
    createTable: async args => {
      const [made] = await dataset(args).createTable(args.table, metadata(args));
      return described(made.metadata);
    },
    getTable: async args => described((await table(args).getMetadata())[0]),
    // Reads the table, changes what is named and writes all of it back; a view's columns follow.
    updateTable: async args => {
      const [{schema, ...rest}] = await table(args).getMetadata();
      const before = args.view ? rest : {...rest, schema};
      return described((await table(args).setMetadata({...before, ...metadata(args)}))[0]);
    },
    describeTable: async ({description, etag, ...args}) =>
      described((await table(args).setMetadata({description, etag}))[0]),
    deleteTable: async args => void (await table(args).delete()),
    listTables: async ({pageSize, ...args}) => {
      const found = await pages(query => dataset(args).getTables(query), {maxResults: pageSize});
      return {tables: found.map(each => `${each.id} ${each.metadata.type}`)};
    },
    listModels: async args => (await dataset(args).getModels())[0],
    listRoutines: async args => (await dataset(args).getRoutines())[0],
    getPolicy: async args => (await table(args).getIamPolicy())[0],
  };
}

function metadata({dataset, table, schema, clustering, ...rest}) {
  return {
    ...rest,
    ...(schema && {schema: {fields: schema}}),
    ...(clustering && {clustering: {fields: clustering}}),
  };
}

function described(metadata) {
  const {schema, timePartitioning: parts} = metadata;
  return {
    kind: metadata.type,
    columns: schema.fields.map(field => field.name),
    schema: schema.fields.map(each => `${each.name} ${each.type} ${each.mode ?? 'NULLABLE'}`),
    labels: metadata.labels ?? {},
    description: metadata.description ?? null,
    etag: metadata.etag,
    view: metadata.view?.query,
    rows: metadata.numRows,
    bytes: metadata.numBytes,
    partitions: parts && `${parts.type} of ${parts.field}`,
    requirePartitionFilter: metadata.requirePartitionFilter ?? null,
    clustering: metadata.clustering?.fields ?? null,
  };
}
