// How the client reads objects: at once, as a stream, or a part.
const NOT_SATISFIABLE = 416;
const SILENT = 'Nothing came for a while';
const SILENCE_MS = 1000;

export function downloadCalls(fileOf) {
  const download = async args => {
    if (args.stream) {
      return stream(fileOf(args));
    }
    try {
      return (await fileOf(args).download({start: args.first, end: args.last}))[0];
    } catch (failure) {
      // Beyond the end Java's client reads nothing.
      if (failure.code === NOT_SATISFIABLE && args.first !== undefined) {
        return Buffer.alloc(0);
      }
      throw failure;
    }
  };
  return {
    download: async args => ({text: (await download(args)).toString('utf8')}),
    downloadSize: async args => ({size: (await download(args)).length}),
    tail: async args => {
      const [bytes] = await fileOf(args).download({end: -args.count});
      return {text: bytes.toString('utf8')};
    },
  };
}

/** Java's client goes on by itself where a stream broke; this one leaves that to its caller. */
async function stream(file) {
  const parts = [];
  let length = 0;
  for (let broken = true; broken; ) {
    broken = false;
    const reader = file.createReadStream({start: length, validation: false});
    // When its connection breaks the stream of this client says nothing more.
    const silence = setTimeout(() => reader.destroy(new Error(SILENT)), SILENCE_MS);
    try {
      for await (const part of reader) {
        parts.push(part);
        length += part.length;
        silence.refresh();
      }
    } catch (failure) {
      if (failure.message !== SILENT || length === 0) {
        throw failure;
      }
      broken = true;
    } finally {
      clearTimeout(silence);
    }
  }
  return Buffer.concat(parts);
}
