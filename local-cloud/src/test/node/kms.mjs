// Cloud KMS' calls.
export function kmsCalls(keys, projectId) {
  const path = ({key}) => keys.cryptoKeyPath(projectId, 'us-central1', 'contract', key);
  return {
    encrypt: async args => {
      const [{ciphertext}] = await keys.encrypt({
        name: path(args),
        plaintext: Buffer.from(args.text),
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
  };
}
