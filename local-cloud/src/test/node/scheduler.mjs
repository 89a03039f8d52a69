// Cloud Scheduler's calls.
import {setTimeout} from 'node:timers/promises';

const LOCATION = 'us-central1';

export function schedulerCalls(scheduler, projectId) {
  const path = ({name}) => scheduler.jobPath(projectId, LOCATION, name);
  const get = async args => described((await scheduler.getJob({name: path(args)}))[0]);
  return {
    createJob: async args => {
      const [job] = await scheduler.createJob({
        parent: scheduler.locationPath(projectId, LOCATION),
        job: {
          name: path(args),
          schedule: args.schedule,
          httpTarget: {
            uri: args.url,
            httpMethod: args.method ?? 'POST',
            body: Buffer.from(args.body ?? ''),
            headers: args.headers,
            oidcToken: {
              serviceAccountEmail: `${args.account}@${projectId}.iam.gserviceaccount.com`,
              audience: args.audience,
            },
          },
          ...(args.retries && {
            retryConfig: {
              retryCount: args.retries,
              minBackoffDuration: {seconds: args.backoffSeconds},
            },
          }),
        },
      });
      return described(job);
    },
    getJob: get,
    deleteJob: async args => void (await scheduler.deleteJob({name: path(args)})),
    pauseJob: async args => described((await scheduler.pauseJob({name: path(args)}))[0]),
    resumeJob: async args => described((await scheduler.resumeJob({name: path(args)}))[0]),
    runJob: async args => described((await scheduler.runJob({name: path(args)}))[0]),
    updateSchedule: async args => {
      const [job] = await scheduler.updateJob({
        job: {name: path(args), schedule: args.schedule, timeZone: args.timeZone},
        updateMask: {paths: ['schedule', 'time_zone']},
      });
      return described(job);
    },
    // Of any outcome, or of the one that the case names.
    awaitAttempt: async args => {
      let job = await get(args);
      while (job.code === undefined || (args.code !== undefined && job.code !== args.code)) {
        await setTimeout(50);
        job = await get(args);
      }
      return job;
    },
  };
}

function described(job) {
  return {
    name: job.name,
    state: job.state,
    schedule: job.schedule,
    timeZone: job.timeZone,
    url: job.httpTarget.uri,
    method: job.httpTarget.httpMethod,
    deadlineSeconds: Number(job.attemptDeadline.seconds),
    retries: job.retryConfig.retryCount,
    minBackoffSeconds: Number(job.retryConfig.minBackoffDuration.seconds),
    maxBackoffSeconds: Number(job.retryConfig.maxBackoffDuration.seconds),
    maxDoublings: job.retryConfig.maxDoublings,
    ...(job.status ? {code: job.status.code} : {}),
  };
}
