/** What the API refused, in its own words (RFC 9457). */
export class Problem extends Error {
  constructor(body) {
    super(body.detail || body.title || 'Something went wrong');
    this.title = body.title || 'Something went wrong';
    this.code = body.code || '';
    this.status = body.status || 0;
    this.traceId = body.traceId || '';
  }
}

const OFFLINE = { title: 'Bridge does not answer', detail: 'Check the connection and try again.' };

async function problemOf(response) {
  try {
    return new Problem({ status: response.status, ...(await response.json()) });
  } catch {
    return new Problem({ title: `The answer was ${response.status}`, status: response.status });
  }
}

async function send(path, options) {
  let response;
  try {
    response = await fetch(path, { credentials: 'same-origin', ...options });
  } catch (e) {
    throw e.name === 'AbortError' ? e : new Problem(OFFLINE);
  }
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response.status === 204 ? null : response.json();
}

export const get = (path, signal) => send(path, { signal, headers: { accept: 'application/json' } });

export const post = (path) => send(path, { method: 'POST' });

/** Every item of a list that comes in pages. */
export async function all(path) {
  const items = [];
  let token = null;
  do {
    const page = await get(token ? `${path}?pageToken=${encodeURIComponent(token)}` : path);
    items.push(...page.items);
    token = page.nextPageToken;
  } while (token && items.length < 1000);
  return items;
}

export function signInAddress() {
  return `/api/auth/login?to=${encodeURIComponent(location.pathname + location.search)}`;
}
