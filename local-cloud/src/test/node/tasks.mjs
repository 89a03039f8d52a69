// Cloud Tasks' calls.
import {setTimeout} from 'node:timers/promises';
import {secondsSince, startedAt} from './clock.mjs';

const LOCATION = 'us-central1';
const AN_HOUR = 3600;
const NOT_FOUND = 5;

export function tasksCalls(tasks, projectId) {
  const path = ({queue, name}) => tasks.taskPath(projectId, LOCATION, queue, name);
  const queueOf = ({queue}) => ({name: tasks.queuePath(projectId, LOCATION, queue)});
  const isThere = async args => {
    try {
      await tasks.getTask({name: path(args)});
      return true;
    } catch (failure) {
      if (failure.code === NOT_FOUND) {
        return false;
      }
      throw failure;
    }
  };
  const made = new Map();
  return {
    // Due long after the test, now, or in so many seconds.
    createTask: async args => {
      made.set(path(args), startedAt());
      const [task] = await tasks.createTask({
        parent: tasks.queuePath(projectId, LOCATION, args.queue),
        task: {
          name: path(args),
          scheduleTime: timeIn(args.now ? 0 : (args.inSeconds ?? AN_HOUR)),
          httpRequest: {
            httpMethod: 'POST',
            url: args.url,
            body: Buffer.from(args.body),
            headers: args.headers,
            oidcToken: {
              serviceAccountEmail: `${args.account}@${projectId}.iam.gserviceaccount.com`,
              audience: args.audience,
            },
          },
        },
      });
      return described(task);
    },
    getTask: async args => described((await tasks.getTask({name: path(args)}))[0]),
    deleteTask: async args => void (await tasks.deleteTask({name: path(args)})),
    getQueue: async args => (await tasks.getQueue(queueOf(args)))[0],
    makeQueue: async args => {
      const {attempts, backoffSeconds, mostBackoffSeconds, retrySeconds, doublings} = args;
      const [queue] = await tasks.createQueue({
        parent: tasks.locationPath(projectId, LOCATION),
        queue: {
          ...queueOf(args),
          retryConfig: {
            maxAttempts: attempts,
            maxRetryDuration: {seconds: retrySeconds ?? 0},
            maxDoublings: doublings,
            minBackoff: backoffSeconds && {seconds: backoffSeconds},
            maxBackoff: mostBackoffSeconds && {seconds: mostBackoffSeconds},
          },
        },
      });
      return {state: queue.state, attempts: queue.retryConfig.maxAttempts};
    },
    pauseQueue: async args => (await tasks.pauseQueue(queueOf(args)))[0],
    resumeQueue: async args => (await tasks.resumeQueue(queueOf(args)))[0],
    purgeQueue: async args => (await tasks.purgeQueue(queueOf(args)))[0],
    deleteQueue: async args => void (await tasks.deleteQueue(queueOf(args))),
    awaitGone: async args => {
      while (await isThere(args)) {
        await setTimeout(50);
      }
      return {seconds: secondsSince(made.get(path(args)))};
    },
  };
}

function timeIn(seconds) {
  const millis = Date.now() + seconds * 1000;
  return {seconds: Math.floor(millis / 1000), nanos: (millis % 1000) * 1e6};
}

function described(task) {
  return {name: task.name, url: task.httpRequest.url};
}
