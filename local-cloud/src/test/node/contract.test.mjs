// The contract of local-cloud by Google's clients for Node. CONTRACT_CASES names the folder of the
// cases, CONTRACT_CLIENTS the module that ./bridge cloud env --format node printed.
import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {after, describe, test} from 'node:test';
import {callerOf, closeAll} from './callers.mjs';
import {closeReceiver, receiver} from './receiver.mjs';
import {requireFailure, requireIn, requireTime, resolved} from './steps.mjs';

after(() => {
  closeReceiver();
  return closeAll();
});

const run = process.env.CONTRACT_RUN;
const folder = process.env.CONTRACT_CASES;
const contracts = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .sort()
  .map(file => ({
    name: file.replace('.json', ''),
    ...JSON.parse(readFileSync(join(folder, file), 'utf8')),
  }));

describe('side by side', {concurrency: true}, () =>
  contracts.filter(it => it.waits).forEach(it => cases(it, {concurrency: true})));
contracts.filter(it => !it.waits).forEach(it => cases(it, {}));

function cases(contract, how) {
  describe(contract.name, how, () => {
    for (const each of contract.cases) {
      // Where every caller is the owner there is nothing to prove about credentials.
      const skip = ![undefined, run].includes(each.only ?? contract.only);
      test(each.name, {timeout: 120_000, skip}, () => play(contract.api, each));
    }
  });
}

async function play(api, each) {
  const {projectId} = await callerOf();
  const known = {project: projectId, run, receiver};
  for (const step of each.steps) {
    const {calls} = await callerOf(step.as);
    await playStep(calls[step.api ?? api], resolved(step, known), known);
  }
}

async function playStep(api, step, known) {
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
  const answered = `${what} answered ${JSON.stringify(answer)}`;
  requireIn(step.expect, answer, answered);
  requireTime(step.lasts, answer.seconds, answered);
  for (const [name, field] of Object.entries(step.save ?? {})) {
    known[name] = field.split('.').reduce((found, key) => found?.[key], answer);
  }
}
