// How long things take, and what arrives in its own time.
import {setTimeout} from 'node:timers/promises';

/** After so long without anything, nothing more is expected. */
const QUIET_MILLIS = 300;
const PATIENCE_MILLIS = 60_000;

export function startedAt() {
  return performance.now();
}

export function secondsSince(start) {
  return (performance.now() - start) / 1000;
}

/** What arrived and was not yet taken, in its order. */
export class Arrivals {
  #waiting = [];
  #arrived = resolvers();
  #failure;

  add(one) {
    this.#waiting.push(one);
    this.#arrived.resolve();
  }

  /** Nothing more comes. */
  fail(failure) {
    this.#failure = failure;
    this.#arrived.resolve();
  }

  async next() {
    const [one] = await this.#take(PATIENCE_MILLIS);
    if (one === undefined) {
      throw this.#failure ?? new Error('Nothing arrived');
    }
    return one;
  }

  async rest() {
    const all = [];
    for (let [one] = await this.#take(QUIET_MILLIS); one; [one] = await this.#take(QUIET_MILLIS)) {
      all.push(one);
    }
    return all;
  }

  /** One, or none when there is none in time. */
  async #take(millis) {
    if (this.#waiting.length === 0 && this.#failure === undefined) {
      this.#arrived = resolvers();
      const waiting = new AbortController();
      await Promise.race([
        this.#arrived.promise,
        setTimeout(millis, undefined, {signal: waiting.signal}).catch(() => {}),
      ]);
      waiting.abort();
    }
    return this.#waiting.splice(0, 1);
  }
}

function resolvers() {
  let resolve;
  const promise = new Promise(done => (resolve = done));
  return {promise, resolve};
}
