// Cloud Tasks' calls.
import {setTimeout} from 'node:timers/promises';

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
  return {
    // Due long after the test, or now.
    createTask: async args => {
      const [task] = await tasks.createTask({
        parent: tasks.queuePath(projectId, LOCATION, args.queue),
        task: {
          name: path(args),
          scheduleTime: {seconds: Math.floor(Date.now() / 1000) + (args.now ? 0 : AN_HOUR)},
          httpRequest: {
            httpMethod: 'POST',
            url: args.url,
            body: Buffer.from(args.body),
            oidcToken: {
              serviceAccountEmail: `${args.account}@${projectId}.iam.gserviceaccount.com`,
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
      const backoff = {seconds: args.backoffSeconds};
      const [queue] = await tasks.createQueue({
        parent: tasks.locationPath(projectId, LOCATION),
        queue: {
          ...queueOf(args),
          retryConfig: {maxAttempts: args.attempts, minBackoff: backoff, maxBackoff: backoff},
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
    },
  };
}

function described(task) {
  return {name: task.name, url: task.httpRequest.url};
}
