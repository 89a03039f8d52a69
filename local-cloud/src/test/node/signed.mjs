// V4 signed URLs that the client makes with an account's key, and a plain program that has one.
import assert from 'node:assert/strict';
import {mock} from 'node:test';
import {Storage} from '@google-cloud/storage';
import {credentialsOf} from './accounts.mjs';
import {cloud, refusal} from './cloud.mjs';

const QUARTER_OF_AN_HOUR = 900;
const ACTIONS = {GET: 'read', PUT: 'write', DELETE: 'delete', POST: 'resumable'};

export function signedCalls(projectId, mine) {
  return {
    // By a client whose clock is so many seconds behind; with the account's name where the key is
    // another's. An account that has no key asks IAM Credentials.
    sign: async args => {
      const {key, account, name, method = 'GET', headers, before = 0} = args;
      const credentials = key && credentialsOf(key, account);
      const storage = key ? new Storage({projectId, apiEndpoint: cloud.https, credentials}) : mine;
      mock.timers.enable({apis: ['Date'], now: Date.now() - before * 1000});
      try {
        const [url] = await storage
          .bucket(`${projectId}-contract`)
          .file(name)
          .getSignedUrl({
            version: 'v4',
            action: ACTIONS[method],
            expires: Date.now() + (args.seconds ?? QUARTER_OF_AN_HOUR) * 1000,
            extensionHeaders: headers,
            signingEndpoint: `${cloud.https}/v1/projects/-/serviceAccounts/`,
          });
        return {url};
      } catch (failure) {
        throw failure.name === 'SigningError' ? refusal('unsigned', failure.message) : failure;
      } finally {
        mock.timers.reset();
      }
    },
    // After each "from" of the address was made "to".
    send: async ({url, method, headers, text, from, to}) => {
      const address = from === undefined ? url : url.replaceAll(from, to);
      assert.ok(from === undefined || address !== url, `Nothing to alter in ${url}`);
      const answer = await fetch(address, {method, headers, body: text});
      const body = await answer.text();
      return {
        status: answer.status,
        code: /<Code>([^<]*)<\/Code>/.exec(body)?.[1] ?? null,
        text: body,
        location: answer.headers.get('location'),
      };
    },
  };
}
