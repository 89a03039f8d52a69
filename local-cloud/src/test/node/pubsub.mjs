// Pub/Sub's calls: those of administration, of publishing, of pulling and of streaming.
import {v1} from '@google-cloud/pubsub';
import {adminCalls} from './pubsub-admin.mjs';
import {pullCalls} from './pubsub-pulls.mjs';
import {streamCalls} from './pubsub-streams.mjs';

export function pubSubCalls(pubSub) {
  const raw = generated(pubSub);
  return {
    ...adminCalls(pubSub, raw),
    ...pullCalls(pubSub, raw),
    ...streamCalls(pubSub, raw),
    publish: args => publish(pubSub, args),
    close: async () => (await raw.made?.())?.close(),
  };
}

/** Google's generated client, made when it is first needed. */
function generated(pubSub) {
  let client;
  const raw = () => (client ??= pubSub.getClientConfig().then(it => new v1.SubscriberClient(it)));
  raw.made = () => client;
  return raw;
}

/** One text, or several in one batch. */
async function publish(pubSub, {topic, text, texts = [text], attributes, key}) {
  const publisher = pubSub.topic(topic, {
    messageOrdering: key !== undefined,
    batching: {maxMessages: texts.length, maxMilliseconds: 1000},
  });
  const ids = await Promise.all(
    texts.map(each =>
      publisher.publishMessage({data: Buffer.from(each), attributes, orderingKey: key})
    )
  );
  return {id: ids[0], count: new Set(ids).size};
}
