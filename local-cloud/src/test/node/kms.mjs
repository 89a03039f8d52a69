// Cloud KMS' calls.
const LOCATION = 'us-central1';

export function kmsCalls(keys, projectId) {
  const path = ({ring = 'contract', key}) => keys.cryptoKeyPath(projectId, LOCATION, ring, key);
  const version = args => `${path(args)}/cryptoKeyVersions/${args.version}`;
  return {
    encrypt: async args => {
      const [{ciphertext}] = await keys.encrypt({
        name: path(args),
        plaintext: Buffer.from(args.text),
        plaintextCrc32c: args.crc32c === undefined ? undefined : {value: args.crc32c},
        additionalAuthenticatedData: Buffer.from(args.context),
      });
      return {ciphertext: Buffer.from(ciphertext).toString('base64')};
    },
    decrypt: async args => {
      const [{plaintext}] = await keys.decrypt({
        name: path(args),
        ciphertext: Buffer.from(args.ciphertext, 'base64'),
        additionalAuthenticatedData: Buffer.from(args.context),
      });
      return {text: Buffer.from(plaintext).toString('utf8')};
    },
    getKey: async args => ({purpose: (await keys.getCryptoKey({name: path(args)}))[0].purpose}),
    makeRing: async ({ring}) => {
      const parent = keys.locationPath(projectId, LOCATION);
      return (await keys.createKeyRing({parent, keyRingId: ring}))[0];
    },
    makeKey: async ({ring, key}) => {
      const [made] = await keys.createCryptoKey({
        parent: keys.keyRingPath(projectId, LOCATION, ring),
        cryptoKeyId: key,
        cryptoKey: {purpose: 'ENCRYPT_DECRYPT'},
      });
      return {purpose: made.purpose};
    },
    setState: async args => {
      const [changed] = await keys.updateCryptoKeyVersion({
        cryptoKeyVersion: {name: version(args), state: args.state},
        updateMask: {paths: ['state']},
      });
      return {state: changed.state};
    },
    destroy: async args => {
      const [{state}] = await keys.destroyCryptoKeyVersion({name: version(args)});
      return {state};
    },
    restore: async args => {
      const [{state}] = await keys.restoreCryptoKeyVersion({name: version(args)});
      return {state};
    },
  };
}
