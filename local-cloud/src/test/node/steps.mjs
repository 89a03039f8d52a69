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

/** Objects may have more than is expected; lists are whole. */
export function requireIn(expected, actual, what) {
  if (expected === undefined) {
    return;
  }
  if (expected === '*') {
    assert.ok(actual, what);
  } else if (expected !== null && typeof expected === 'object' && !Array.isArray(expected)) {
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
