// Google's clients of every account that makes calls.
import {pathToFileURL} from 'node:url';
import {accountCalls} from './accounts.mjs';
import {bigQueryCalls} from './bigquery.mjs';
import {atMetadataOf} from './cloud.mjs';
import {faultCalls} from './faults.mjs';
import {identityCalls} from './identity.mjs';
import {kmsCalls} from './kms.mjs';
import {metadataCalls} from './metadata.mjs';
import {pubSubCalls} from './pubsub.mjs';
import {receiverCalls} from './receiver.mjs';
import {schedulerCalls} from './scheduler.mjs';
import {signedCalls} from './signed.mjs';
import {storageCalls} from './storage.mjs';
import {tasksCalls} from './tasks.mjs';

const made = new Map();

/** The project's owner without a name; otherwise an account of the topology. */
export async function callerOf(account = '') {
  atMetadataOf(account);
  if (!made.has(account)) {
    made.set(account, await make(account));
  }
  return made.get(account);
}

export function closeAll() {
  return Promise.all(
    [...made.values()].flatMap(({clients, calls}) =>
      [calls.pubsub, clients.pubSub, clients.tasks, clients.scheduler, clients.keys].map(each => each.close())
    )
  );
}

async function make(account) {
  // A module is made once for each address that it is imported by.
  const module = pathToFileURL(process.env.CONTRACT_CLIENTS).href;
  const clients = await import(`${module}?as=${account}`);
  const {projectId} = clients;
  const bucket = clients.storage.bucket(`${projectId}-contract`);
  const calls = {
    accounts: accountCalls(projectId),
    bigquery: bigQueryCalls(clients.bigQuery, bucket),
    faults: faultCalls,
    identity: identityCalls,
    kms: kmsCalls(clients.keys, projectId),
    metadata: metadataCalls,
    pubsub: pubSubCalls(clients.pubSub),
    receiver: receiverCalls,
    scheduler: schedulerCalls(clients.scheduler, projectId),
    signed: signedCalls(projectId, clients.storage),
    storage: storageCalls(bucket),
    tasks: tasksCalls(clients.tasks, projectId),
  };
  return {clients, calls, projectId};
}
