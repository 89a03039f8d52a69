// Topics and subscriptions: made, changed, listed, deleted.
const ACK_SECONDS = 10;

export function adminCalls(pubSub, raw) {
  const name = id => `projects/${pubSub.projectId}/subscriptions/${id}`;
  const settings = args => settingsOf(args, pubSub.projectId);
  return {
    createTopic: async ({topic}) => ({name: (await pubSub.createTopic(topic))[0].name}),
    getTopic: async ({topic}) => ({name: (await pubSub.topic(topic).getMetadata())[0].name}),
    deleteTopic: async ({topic}) => void (await pubSub.topic(topic).delete()),
    topicSubscriptions: async ({topic}) => {
      const [found] = await pubSub.topic(topic).getSubscriptions();
      return {names: found.map(each => each.name).sort()};
    },
    createSubscription: async args => {
      const {topic, subscription} = args;
      const [made] = await pubSub.topic(topic).createSubscription(subscription, settings(args));
      return seen((await made.getMetadata())[0]);
    },
    getSubscription: async ({subscription}) =>
      seen((await pubSub.subscription(subscription).getMetadata())[0]),
    updateSubscription: async args => {
      const [changed] = await (await raw()).updateSubscription({
        subscription: {...settings(args), name: name(args.subscription)},
        updateMask: {paths: args.mask},
      });
      return seen(changed);
    },
    modifyPush: async args =>
      void (await pubSub
        .subscription(args.subscription)
        .modifyPushConfig(settings(args).pushConfig ?? {})),
    detach: async ({subscription}) => void (await pubSub.detachSubscription(subscription)),
    seek: async ({subscription}) => void (await pubSub.subscription(subscription).seek(new Date(0))),
    deleteSubscription: async ({subscription}) =>
      void (await pubSub.subscription(subscription).delete()),
  };
}

function settingsOf(args, projectId) {
  return {
    ackDeadlineSeconds: args.ackSeconds ?? ACK_SECONDS,
    filter: args.filter,
    enableMessageOrdering: args.ordered,
    enableExactlyOnceDelivery: args.exactlyOnce,
    ...(args.backoff && {
      retryPolicy: {
        minimumBackoff: duration(args.backoff[0]),
        maximumBackoff: duration(args.backoff[1]),
      },
    }),
    ...(args.letters && {
      deadLetterPolicy: {
        deadLetterTopic: `projects/${projectId}/topics/${args.letters}`,
        maxDeliveryAttempts: args.attempts,
      },
    }),
    ...(args.push && {pushConfig: pushOf(args, projectId)}),
  };
}

function pushOf({push, account, audience, bare}, projectId) {
  return {
    pushEndpoint: push,
    ...(account && {
      oidcToken: {
        serviceAccountEmail: `${account}@${projectId}.iam.gserviceaccount.com`,
        audience,
      },
    }),
    ...(bare && {noWrapper: {writeMetadata: bare === 'metadata'}}),
  };
}

function duration(seconds) {
  return {seconds: Math.floor(seconds), nanos: Math.round((seconds % 1) * 1e9)};
}

/** In the words of the settings. */
function seen({name, topic, filter, ackDeadlineSeconds, ...more}) {
  return {
    name,
    topic,
    filter,
    ackSeconds: ackDeadlineSeconds,
    ordered: more.enableMessageOrdering,
    push: more.pushConfig?.pushEndpoint ?? '',
    ...(more.retryPolicy && {
      leastBackoff: text(more.retryPolicy.minimumBackoff),
      mostBackoff: text(more.retryPolicy.maximumBackoff),
    }),
    ...(more.deadLetterPolicy && {
      letters: more.deadLetterPolicy.deadLetterTopic,
      attempts: more.deadLetterPolicy.maxDeliveryAttempts,
    }),
  };
}

/** As JSON writes it. */
function text({seconds, nanos}) {
  return nanos ? `${seconds}.${String(nanos / 1e6).padStart(3, '0')}s` : `${seconds}s`;
}
