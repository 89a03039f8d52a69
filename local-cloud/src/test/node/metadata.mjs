// The metadata server of an account, by Google's library as it is on Cloud Run.
import {Compute, OAuth2Client, gcpMetadata} from 'google-auth-library';
import {atMetadataOf, endpoints} from './cloud.mjs';

export const metadataCalls = {
  email: async ({account}) => {
    atMetadataOf(account);
    return {email: await gcpMetadata.instance('service-accounts/default/email')};
  },
  accessToken: async ({account}) => {
    atMetadataOf(account);
    return {token: (await new Compute().getAccessToken()).token};
  },
  // What the token says, once the library found it good by the published keys.
  identityToken: async ({account, audience}) => {
    atMetadataOf(account);
    const idToken = await new Compute().fetchIdToken(audience);
    const ticket = await new OAuth2Client({endpoints}).verifyIdToken({idToken, audience});
    return {audience: ticket.getPayload().aud, email: ticket.getPayload().email};
  },
};
