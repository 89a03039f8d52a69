// BigQuery's data sets.
export function datasetCalls(bigQuery) {
  const dataset = args => bigQuery.dataset(args.dataset);
  return {
    createDataset: async ({dataset: name, ...metadata}) =>
      described((await bigQuery.createDataset(name, metadata))[0].metadata),
    getDataset: async args => described((await dataset(args).getMetadata())[0]),
    ensureDataset: async ({dataset: name, ...metadata}) => {
      const [made] = await bigQuery.dataset(name).get({autoCreate: true, ...metadata});
      return described(made.metadata);
    },
    updateDataset: async ({labels, description = null, ...args}) => {
      const [before] = await dataset(args).getMetadata();
      return described((await dataset(args).setMetadata({...before, labels, description}))[0]);
    },
    describeDataset: async ({description, etag, ...args}) =>
      described((await dataset(args).setMetadata({description, etag}))[0]),
    deleteDataset: async args => void (await dataset(args).delete({force: args.contents ?? false})),
    listDatasets: async ({filter}) => {
      const [found] = await bigQuery.getDatasets({filter});
      return {datasets: found.map(each => each.id)};
    },
  };
}

function described(metadata) {
  return {
    dataset: metadata.datasetReference.datasetId,
    labels: metadata.labels ?? {},
    location: metadata.location,
    etag: metadata.etag,
    description: metadata.description ?? null,
  };
}
