// The service that Google calls, a path for each case: answer, next, rest.
import {OAuth2Client} from 'google-auth-library';
import {createServer} from 'node:http';
import {Arrivals, startedAt} from './clock.mjs';
import {endpoints} from './cloud.mjs';

const paths = new Map();

const server = createServer(async (request, response) => {
  const {url, method, headers} = request;
  const at = startedAt();
  const path = pathOf(url);
  let text = '';
  for await (const piece of request.setEncoding('utf8')) {
    text += piece;
  }
  path.arrived.add({method, headers, text, at});
  response.writeHead(path.statuses.length > 1 ? path.statuses.shift() : path.statuses[0]).end();
});
await new Promise(listening => server.listen(0, '127.0.0.1', listening));

export const receiver = `http://localhost:${server.address().port}`;

export function closeReceiver() {
  server.close();
  server.closeAllConnections();
}

export const receiverCalls = {
  answer: async ({path, statuses}) => {
    paths.set(path, {arrived: new Arrivals(), statuses: [...statuses], before: startedAt()});
  },
  next: async ({path}) => {
    const known = pathOf(path);
    const {at, ...call} = await known.arrived.next();
    const seconds = (at - known.before) / 1000;
    known.before = at;
    return {...call, json: jsonOf(call.text), token: await tokenOf(call.headers), seconds};
  },
  rest: async ({path}) => ({count: (await pathOf(path).arrived.rest()).length}),
};

function pathOf(path) {
  if (!paths.has(path)) {
    throw new Error(`No case said what is answered at ${path}`);
  }
  return paths.get(path);
}

/** Undefined where it is none. */
function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What the token says, once the library found it good by the published keys. */
async function tokenOf({authorization}) {
  if (authorization === undefined) {
    return undefined;
  }
  const idToken = authorization.replace('Bearer ', '');
  return (await new OAuth2Client({endpoints}).verifyIdToken({idToken})).getPayload();
}
