// What BigQuery lists; of its values one text for each, whatever the client makes of it.

export function rowsOf(found) {
  return {rows: found.map(row => Object.values(row).map(text))};
}

/** One page, the token of the next one or null, and how many rows there are in all. */
export function pageOf([found, next, response]) {
  return {...rowsOf(found), token: next?.pageToken ?? null, total: response.totalRows};
}

/** All of a list: left to the client, the size of a page is the end of the list. */
export async function pages(list, options) {
  const all = [];
  for (let query = options; query; ) {
    const [found, next] = await list({...query, autoPaginate: false});
    all.push(...found);
    query = next;
  }
  return all;
}

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
