// Cloud Storage's calls, in one bucket.
export function storageCalls(bucket) {
  return {
    upload: async args => {
      const file = bucket.file(args.name);
      const preconditionOpts =
        args.ifGenerationMatch === undefined ? {} : {ifGenerationMatch: args.ifGenerationMatch};
      const metadata = {contentType: args.contentType, metadata: args.metadata};
      // Opened by save, a session at another host than Google's is asked for without credentials.
      const uri =
        args.resumable && bucket.storage.useAuthWithCustomEndpoint
          ? (await file.createResumableUpload({metadata, preconditionOpts}))[0]
          : undefined;
      await file.save(args.text.repeat(args.times ?? 1), {
        resumable: args.resumable ?? false,
        uri,
        metadata,
        preconditionOpts,
      });
      return described(file);
    },
    stat: args => described(bucket.file(args.name)),
    download: async ({name, first, last}) => {
      const [bytes] = await bucket.file(name).download({start: first, end: last});
      return {text: bytes.toString('utf8')};
    },
    list: async ({prefix, delimiter}) => {
      const [files, , page] = await bucket.getFiles({prefix, delimiter, autoPaginate: false});
      return {names: files.map(file => file.name), prefixes: page.prefixes ?? []};
    },
    copy: async ({name, to}) => void (await bucket.file(name).copy(bucket.file(to))),
    delete: async ({name}) => void (await bucket.file(name).delete()),
    compose: async ({parts, to}) => {
      await bucket.combine(parts, to);
      return described(bucket.file(to));
    },
    makeBucket: async args => {
      const {location, labels} = args;
      return (await bucket.storage.createBucket(args.bucket, {location, labels}))[0].metadata;
    },
    label: async args => {
      const [metadata] = await bucket.storage.bucket(args.bucket).setMetadata({labels: args.labels});
      return metadata;
    },
    deleteBucket: async args => void (await bucket.storage.bucket(args.bucket).delete()),
  };
}

async function described(file) {
  const [metadata] = await file.getMetadata();
  return {
    size: String(metadata.size),
    crc32c: metadata.crc32c,
    contentType: metadata.contentType,
    metadata: metadata.metadata,
  };
}
