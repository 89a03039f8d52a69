// People's sign-in by Google's OAuth client, as an installed app with PKCE.
import {CodeChallengeMethod, OAuth2Client} from 'google-auth-library';
import {cloud, endpoints, refusal} from './cloud.mjs';

const CLIENT = 'contract-app';
const REDIRECT = 'http://127.0.0.1:9/callback';

/** Each has a verifier of its own. */
const flows = new Map();

export const identityCalls = {
  begin: async ({flow}) => void (await begin(flow)),
  signUp: async ({flow, email}) => {
    const codeChallenge = await begin(flow);
    const page = newClient().generateAuthUrl({
      scope: ['openid', 'email'],
      prompt: 'create',
      code_challenge_method: CodeChallengeMethod.S256,
      code_challenge: codeChallenge,
    });
    return {code: await signUp(page, email)};
  },
  redeem: ({flow, code, redirect}) =>
    said(async () => {
      const codeVerifier = flows.get(flow);
      return answer((await newClient().getToken({code, codeVerifier, redirect_uri: redirect})).tokens);
    }),
  refresh: ({token}) =>
    said(async () => {
      const client = newClient();
      client.setCredentials({refresh_token: token});
      return answer((await client.refreshAccessToken()).credentials);
    }),
  revoke: ({token}) => said(async () => void (await newClient().revokeToken(token))),
  verify: async ({idToken, audience}) => {
    try {
      const claims = (await newClient().verifyIdToken({idToken, audience})).getPayload();
      return {email: claims.email, verified: claims.email_verified};
    } catch (failure) {
      throw refusal('unverified', failure.message);
    }
  },
};

async function begin(flow) {
  const {codeVerifier, codeChallenge} = await newClient().generateCodeVerifierAsync();
  flows.set(flow, codeVerifier);
  return codeChallenge;
}

function newClient() {
  return new OAuth2Client({
    clientId: CLIENT,
    clientSecret: 'not-a-secret',
    redirectUri: REDIRECT,
    endpoints,
  });
}

function answer(tokens) {
  return {
    accessToken: tokens.access_token,
    idToken: tokens.id_token,
    refreshToken: tokens.refresh_token,
  };
}

/** A refusal is known by OAuth's name for it. */
export async function said(call) {
  try {
    return await call();
  } catch (failure) {
    const error = failure.response?.data?.error;
    throw error === undefined ? failure : refusal(error.code ?? error, failure.message);
  }
}

/** A person on the page that the client's address leads to; the code that it sends back. */
async function signUp(page, email) {
  const shown = await fetch(page);
  const fields = new URLSearchParams({email, password: 'secret1', action: 'sign-up'});
  for (const [, name, value] of (await shown.text()).matchAll(
    /<input type="hidden" name="([^"]+)" value="([^"]*)">/g
  )) {
    fields.set(name, value);
  }
  const back = await fetch(`${cloud.https}/o/oauth2/v2/auth`, {
    method: 'POST',
    headers: {cookie: shown.headers.get('set-cookie').split(';')[0]},
    body: fields,
    redirect: 'manual',
  });
  return new URL(back.headers.get('location')).searchParams.get('code');
}
