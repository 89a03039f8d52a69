// Cloud Tasks' calls.
const LOCATION = 'us-central1';
const AN_HOUR = 3600;

export function tasksCalls(tasks, projectId) {
  const path = ({queue, name}) => tasks.taskPath(projectId, LOCATION, queue, name);
  return {
    // Due long after the test.
    createTask: async args => {
      const [task] = await tasks.createTask({
        parent: tasks.queuePath(projectId, LOCATION, args.queue),
        task: {
          name: path(args),
          scheduleTime: {seconds: Math.floor(Date.now() / 1000) + AN_HOUR},
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
    getQueue: async ({queue}) =>
      (await tasks.getQueue({name: tasks.queuePath(projectId, LOCATION, queue)}))[0],
  };
}

function described(task) {
  return {name: task.name, url: task.httpRequest.url};
}
