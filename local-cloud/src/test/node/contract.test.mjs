// The contract of local-cloud by Google's clients for Node. CONTRACT_CASES names the folder of the
// cases, CONTRACT_CLIENTS the module that ./bridge cloud env --format node printed.
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {after, describe, test} from 'node:test';
import {pathToFileURL} from 'node:url';
import {bigQueryCalls} from './bigquery.mjs';
import {kmsCalls} from './kms.mjs';
import {pubSubCalls} from './pubsub.mjs';
import {schedulerCalls} from './scheduler.mjs';
import {storageCalls} from './storage.mjs';
import {tasksCalls} from './tasks.mjs';
import {requireFailure, requireIn, resolved} from './steps.mjs';

const clients = await import(pathToFileURL(process.env.CONTRACT_CLIENTS).href);
const {projectId} = clients;
const calls = {
  bigquery: bigQueryCalls(clients.bigQuery),
  kms: kmsCalls(clients.keys, projectId),
  pubsub: pubSubCalls(clients.pubSub),
  scheduler: schedulerCalls(clients.scheduler, projectId),
  storage: storageCalls(clients.storage.bucket(`${projectId}-contract`)),
  tasks: tasksCalls(clients.tasks, projectId),
};

after(() =>
  Promise.all(
    [clients.pubSub, clients.tasks, clients.scheduler, clients.keys].map(client => client.close()),
  ),
);

const folder = process.env.CONTRACT_CASES;
for (const file of readdirSync(folder).filter(name => name.endsWith('.json')).sort()) {
  const contract = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  describe(file.replace('.json', ''), () => {
    for (const each of contract.cases) {
      test(each.name, {timeout: 120_000}, () => run(calls[contract.api], each));
    }
  });
}

async function run(api, each) {
  const known = {project: projectId, run: process.env.CONTRACT_RUN ?? 'node'};
  for (const step of each.steps) {
    await play(api, resolved(step, known), known);
  }
}

async function play(api, step, known) {
  const what = JSON.stringify(step);
  assert.ok(api[step.call], `No such call in this contract: ${step.call}`);
  let answer;
  try {
    answer = (await api[step.call](step.with)) ?? {};
  } catch (failure) {
    if (step.fails === undefined) {
      throw failure;
    }
    requireFailure(step, failure, `${what} failed with ${failure}`);
    return;
  }
  assert.equal(step.fails, undefined, `${what} should fail but answered ${JSON.stringify(answer)}`);
  requireIn(step.expect, answer, `${what} answered ${JSON.stringify(answer)}`);
  for (const [name, field] of Object.entries(step.save ?? {})) {
    known[name] = answer[field];
  }
}
