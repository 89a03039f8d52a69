// Files that become tables of BigQuery, and tables that become files.
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {ended} from './bigquery-jobs.mjs';

export function fileCalls(bigQuery, bucket) {
  const table = args => bigQuery.dataset(args.dataset).table(args.table);
  const bytes = async ({object}) => (await bucket.file(object).download())[0];
  return {
    putObject: async ({object, text, gzip}) => {
      const packed = gzip ? gzipSync(text) : text;
      await bucket.file(object).save(packed, {resumable: false});
    },
    readObject: async args => ({text: (await bytes(args)).toString('utf8')}),
    loadObjects: async args => {
      const files = args.objects.map(name => bucket.file(name));
      return ended((await table(args).createLoadJob(files, metadata(args)))[0]);
    },
    // The file has a text or is what an object has.
    loadFile: async args => {
      const folder = mkdtempSync(join(tmpdir(), 'contract-'));
      try {
        const file = join(folder, 'rows');
        writeFileSync(file, args.object ? await bytes(args) : args.text.repeat(args.times ?? 1));
        return await ended((await table(args).createLoadJob(file, metadata(args)))[0]);
      } finally {
        rmSync(folder, {recursive: true});
      }
    },
    extractTable: async ({object, format, compression, printHeader, fieldDelimiter, ...args}) => {
      const options = {destinationFormat: format, compression, printHeader, fieldDelimiter};
      return ended((await table(args).createExtractJob(bucket.file(object), options))[0]);
    },
  };
}

function metadata({format, schema, options}) {
  return {
    sourceFormat: format,
    ...(schema && {schema: {fields: schema}}),
    ...(format === 'PARQUET' && {parquetOptions: {enableListInference: true}}),
    ...options,
    ...(options?.clustering && {clustering: {fields: options.clustering}}),
  };
}
