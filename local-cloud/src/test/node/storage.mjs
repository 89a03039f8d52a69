// Cloud Storage's calls, in one bucket unless a step names another.
import {downloadCalls} from './downloads.mjs';
import {uploadCalls} from './uploads.mjs';

export function storageCalls(bucket) {
  const bucketOf = args => (args.bucket ? bucket.storage.bucket(args.bucket) : bucket);
  const fileOf = args => bucketOf(args).file(args.name, {generation: args.generation});
  const calls = {
    ...uploadCalls(fileOf),
    ...downloadCalls(fileOf),
    stat: args => described(fileOf(args), conditions(args)),
    update: async args => {
      const {contentType, metadata} = args;
      const [changed] = await fileOf(args).setMetadata({contentType, metadata}, conditions(args));
      return answer(changed);
    },
    list: async args => {
      const {prefix, delimiter, pageSize, pageToken, start, end} = args;
      const [files, , page] = await bucket.getFiles({
        prefix,
        delimiter,
        startOffset: start,
        endOffset: end,
        maxResults: pageSize,
        pageToken,
        autoPaginate: false,
      });
      return {
        names: files.map(file => file.name),
        prefixes: page.prefixes ?? [],
        next: page.nextPageToken ?? null,
      };
    },
    copy: async args => {
      const to = bucketOf(args).file(args.to);
      await bucket.file(args.name).copy(to, {preconditionOpts: conditions(args)});
      return described(to);
    },
    delete: async args => void (await fileOf(args).delete(conditions(args))),
    compose: async args => {
      const parts = Array(args.times ?? 1).fill(args.parts).flat();
      await bucket.combine(parts, args.to, conditions(args));
      return described(bucket.file(args.to));
    },
    // Those of the permissions that the caller has.
    allowed: async args => {
      const [has] = await bucketOf(args).iam.testPermissions(args.permissions);
      return {allowed: args.permissions.filter(it => has[it])};
    },
    makeBucket: async args => {
      const {location, labels} = args;
      return (await bucket.storage.createBucket(args.bucket, {location, labels}))[0].metadata;
    },
    label: async args => {
      const [metadata] = await bucketOf(args).setMetadata({labels: args.labels});
      return metadata;
    },
    deleteBucket: async args => void (await bucketOf(args).delete()),
  };
  return Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [name, args => (rested(bucket.storage), call(args))])
  );
}

/**
 * A call of this client that fails may leave it so that it never again tries anything twice. And
 * what is proved is that it tries again, not how long it waits.
 */
function rested(storage) {
  storage.retryOptions.autoRetry = true;
  storage.retryOptions.maxRetryDelay = 1;
}

/** What a step says must hold. */
export function conditions(args) {
  return Object.fromEntries(Object.entries(args).filter(([name]) => /^if[A-Z]/.test(name)));
}

export async function described(file, options = {}) {
  return answer((await file.getMetadata(options))[0]);
}

function answer(metadata) {
  return {
    size: String(metadata.size),
    crc32c: metadata.crc32c,
    contentType: metadata.contentType,
    metadata: metadata.metadata,
    generation: metadata.generation,
    metageneration: metadata.metageneration,
  };
}
