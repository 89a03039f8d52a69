// Where local-cloud is: CONTRACT_CLOUD is what ./bridge cloud env --format json says,
// CONTRACT_METADATA the port of each account's metadata server.
export const cloud = JSON.parse(process.env.CONTRACT_CLOUD);

const HOME = process.env.GCE_METADATA_HOST;
const PORTS = JSON.parse(process.env.CONTRACT_METADATA);

/** Of Google's OAuth, for a client that knows Google's own. */
export const endpoints = {
  oauth2AuthBaseUrl: `${cloud.https}/o/oauth2/v2/auth`,
  oauth2TokenUrl: `${cloud.https}/token`,
  oauth2RevokeUrl: `${cloud.https}/revoke`,
  oauth2FederatedSignonPemCertsUrl: `${cloud.https}/oauth2/v1/certs`,
  oauth2FederatedSignonJwkCertsUrl: `${cloud.https}/oauth2/v3/certs`,
};

/**
 * From now on the libraries find the metadata server of this account, or without one the project
 * owner's: as on Cloud Run each has its own. A client keeps the tokens that it has.
 */
export function atMetadataOf(account = '') {
  const host = account === '' ? HOME : `127.0.0.1:${PORTS[account]}`;
  process.env.GCE_METADATA_HOST = host;
  process.env.GCE_METADATA_IP = host;
}

/** A failure with a code as of HTTP the status, of OAuth the error's name. */
export function refusal(code, message) {
  return Object.assign(new Error(message), {code});
}
