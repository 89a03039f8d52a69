// What a step of a case means, for every API.
import assert from 'node:assert/strict';
import {status} from '@grpc/grpc-js';

/** Of REST the status, of gRPC the code's name. */
function codeOf(failure) {
  const code = failure.code ?? failure.status;
  return typeof code === 'number' && code < 100 ? status[code] : String(code);
}

/** A failure has a code; it may be asked for its reason (of REST) and a part of its message. */
export function requireFailure(step, failure, what) {
  assert.equal(codeOf(failure), String(step.fails), what);
  if (step.reason !== undefined) {
    assert.equal(failure.errors?.[0]?.reason, step.reason, what);
  }
  assert.ok(String(failure).includes(step.says ?? ''), what);
}

/** By how much clocks may differ, one that goes in steps and one that does not. */
const CLOCKS_SECONDS = 0.005;
/** What a busy machine may add to a wait. */
const SLOW_SECONDS = 8;

/** Not before its time, and soon after; twice as long would still be a wait that fits. */
export function requireTime(lasts, seconds, what) {
  if (lasts !== undefined) {
    assert.ok(seconds >= lasts - CLOCKS_SECONDS, what);
    assert.ok(seconds <= 2 * lasts + SLOW_SECONDS, what);
  }
}

/** Objects may have more than is expected, but not what is null; lists are whole. */
export function requireIn(expected, actual, what) {
  if (expected === undefined) {
    return;
  }
  if (expected === null) {
    assert.equal(actual ?? null, null, what);
  } else if (expected === '*') {
    assert.ok(actual, what);
  } else if (typeof expected === 'object' && !Array.isArray(expected)) {
    for (const [key, value] of Object.entries(expected)) {
      requireIn(value, actual?.[key], what);
    }
  } else {
    assert.deepEqual(actual, expected, what);
  }
}

export function resolved(step, known) {
  const replace = text => text.replace(/\$\{(\w+)\}/g, (all, name) => known[name] ?? all);
  return JSON.parse(JSON.stringify(step), (_, value) =>
    typeof value === 'string' ? replace(value) : value
  );
}
