// Service accounts, their keys and the project's policy, through the library's credentials: of
// these APIs there is no client here.
import {GoogleAuth, JWT} from 'google-auth-library';
import {cloud} from './cloud.mjs';
import {said} from './identity.mjs';

const SCOPES = 'https://www.googleapis.com/auth/';

/** Google's credentials files, by the names that steps give them. */
const keys = new Map();

export function accountCalls(projectId) {
  const auth = new GoogleAuth({scopes: `${SCOPES}cloud-platform`});
  const email = account => `${account}@${projectId}.iam.gserviceaccount.com`;
  const one = account => `/serviceAccounts/${email(account)}`;
  const send = (method, below, data) =>
    said(async () => {
      const url = `${cloud.https}/v1/projects/${projectId}${below}`;
      return (await auth.request({method, url, data})).data;
    });
  const makeKey = async ({account, key}) => {
    const made = await send('POST', `${one(account)}/keys`, {});
    keys.set(key, JSON.parse(Buffer.from(made.privateKeyData, 'base64')));
    return {id: keys.get(key).private_key_id};
  };
  return {
    makeAccount: async ({account}) => ({
      email: (await send('POST', '/serviceAccounts', {accountId: account})).email,
    }),
    deleteAccount: async ({account}) => void (await send('DELETE', one(account))),
    makeKey,
    // Once for all cases: keys take their time.
    needKey: async args =>
      keys.has(args.key) ? {id: keys.get(args.key).private_key_id} : makeKey(args),
    deleteKey: async ({account, id}) => void (await send('DELETE', `${one(account)}/keys/${id}`)),
    grant: async ({account, role}) => {
      const policy = await send('POST', ':getIamPolicy', {});
      policy.bindings.push({role, members: [`serviceAccount:${email(account)}`]});
      await send('POST', ':setIamPolicy', {policy});
    },
    token: args => said(async () => ({token: (await byKey(args).getAccessToken()).token})),
    writeByKey: args =>
      said(async () => {
        const query = `uploadType=media&name=${encodeURIComponent(args.name)}`;
        const url = `${cloud.https}/upload/storage/v1/b/${projectId}-contract/o?${query}`;
        const {data} = await byKey(args).request({url, method: 'POST', body: args.text});
        return {size: data.size};
      }),
    readByKey: args =>
      said(async () => {
        const object = `b/${projectId}-contract/o/${encodeURIComponent(args.name)}`;
        const url = `${cloud.https}/storage/v1/${object}?alt=media`;
        return {text: (await byKey(args).request({url, responseType: 'text'})).data};
      }),
  };
}

/** Name and secret key of the file, with another account's name where one is given. */
export function credentialsOf(key, name) {
  const {client_email, private_key} = keys.get(key);
  const [, domain] = client_email.split('@');
  return {client_email: name === undefined ? client_email : `${name}@${domain}`, private_key};
}

/** The library's own, as a program has it that was given the file. */
function byKey({key, scope = 'cloud-platform'}) {
  const {client_email, private_key, private_key_id} = keys.get(key);
  const client = new JWT({
    email: client_email,
    key: private_key,
    keyId: private_key_id,
    scopes: [SCOPES + scope],
  });
  // The library knows no other address for tokens than Google's.
  client.transporter.interceptors.request.add({
    resolved: async request => {
      request.url = new URL(String(request.url).replace('https://oauth2.googleapis.com', cloud.https));
      return request;
    },
  });
  return client;
}
