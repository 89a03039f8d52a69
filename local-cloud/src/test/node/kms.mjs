// Cloud KMS' calls.
const LOCATION = 'us-central1';

export function kmsCalls(keys, projectId) {
  const path = ({ring = 'contract', key}) => keys.cryptoKeyPath(projectId, LOCATION, ring, key);
  const version = args => `${path(args)}/cryptoKeyVersions/${args.version}`;
  return {
    encrypt: async args => {
      const [sealed] = await keys.encrypt({
        name: path(args),
        plaintext: Buffer.from(args.text),
        plaintextCrc32c: sum(args.crc32c),
        additionalAuthenticatedData: Buffer.from(args.context),
        additionalAuthenticatedDataCrc32c: sum(args.contextCrc32c),
      });
      return {
        ciphertext: Buffer.from(sealed.ciphertext).toString('base64'),
        ciphertextCrc32c: sealed.ciphertextCrc32c.value,
        version: last(sealed.name),
        verified: sealed.verifiedPlaintextCrc32c,
        verifiedContext: sealed.verifiedAdditionalAuthenticatedDataCrc32c,
      };
    },
    decrypt: async args => {
      const [opened] = await keys.decrypt({
        name: path(args),
        ciphertext: Buffer.from(args.ciphertext, 'base64'),
        ciphertextCrc32c: sum(args.ciphertextCrc32c),
        additionalAuthenticatedData: Buffer.from(args.context),
        additionalAuthenticatedDataCrc32c: sum(args.contextCrc32c),
      });
      return {
        text: Buffer.from(opened.plaintext).toString('utf8'),
        textCrc32c: opened.plaintextCrc32c.value,
        usedPrimary: opened.usedPrimary,
      };
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
    newVersion: async args =>
      described((await keys.createCryptoKeyVersion({parent: path(args), cryptoKeyVersion: {}}))[0]),
    setPrimary: async args => {
      const [key] = await keys.updateCryptoKeyPrimaryVersion({
        name: path(args),
        cryptoKeyVersionId: args.version,
      });
      return described(key.primary);
    },
    setState: async args => {
      const [changed] = await keys.updateCryptoKeyVersion({
        cryptoKeyVersion: {name: version(args), state: args.state},
        updateMask: {paths: ['state']},
      });
      return described(changed);
    },
    destroy: async args =>
      described((await keys.destroyCryptoKeyVersion({name: version(args)}))[0]),
    restore: async args =>
      described((await keys.restoreCryptoKeyVersion({name: version(args)}))[0]),
  };
}

function described({name, state}) {
  return {version: last(name), state};
}

function last(name) {
  return name.slice(name.lastIndexOf('/') + 1);
}

function sum(value) {
  return value === undefined ? undefined : {value};
}
