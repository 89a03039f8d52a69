// How the client writes objects: at once, as a session, or as one that many clients go on with.
import {pipeline} from 'node:stream/promises';
import {conditions, described} from './storage.mjs';

export function uploadCalls(fileOf) {
  return {
    upload: async args => {
      const file = fileOf(args);
      const {crc32c, md5: md5Hash, contentType} = args;
      const metadata = {contentType, metadata: args.metadata, crc32c, md5Hash};
      await file.save(textOf(args), {
        resumable: args.resumable ?? false,
        uri: args.resumable ? await session(file, args, metadata) : undefined,
        // Otherwise it asks first how much is there.
        offset: 0,
        chunkSize: args.chunkKib && args.chunkKib * 1024,
        gzip: args.encoding === 'gzip',
        metadata,
        preconditionOpts: conditions(args),
      });
      return described(file);
    },
    // After every chunk another client goes on, with nothing but the session and what it has.
    uploadInChunks: async args => {
      const text = textOf(args);
      const chunkSize = args.chunkKib * 1024;
      const uri = (await fileOf(args).createResumableUpload({preconditionOpts: conditions(args)}))[0];
      let clients = 0;
      let resumeCRC32C;
      for (let offset = 0; offset < text.length; offset += chunkSize) {
        const isPartialUpload = offset + chunkSize < text.length;
        const writer = fileOf(args).createWriteStream({
          uri,
          offset,
          chunkSize,
          isPartialUpload,
          resumeCRC32C,
          resumable: true,
          metadata: {contentLength: text.length},
        });
        writer.on('crc32c', sum => (resumeCRC32C = sum));
        await pipeline([text.slice(offset, offset + chunkSize)], writer);
        clients++;
      }
      return {...(await described(fileOf(args))), clients: clients + 1};
    },
  };
}

/** Opened by save, a session at another host than Google's is asked for without credentials. */
async function session(file, args, metadata) {
  return file.storage.useAuthWithCustomEndpoint
    ? (await file.createResumableUpload({metadata, preconditionOpts: conditions(args)}))[0]
    : undefined;
}

function textOf(args) {
  return args.text.repeat(args.times ?? 1);
}
