// Pub/Sub's calls: those of administration, of publishing, of pulling and of streaming.
import {v1} from '@google-cloud/pubsub';
import {adminCalls} from './pubsub-admin.mjs';
import {pullCalls} from './pubsub-pulls.mjs';
import {streamCalls} from './pubsub-streams.mjs';

export function pubSubCalls(pubSub) {
  let client;
  // Google's generated client, made when it is first needed.
  const raw = () => (client ??= pubSub.getClientConfig().then(it => new v1.SubscriberClient(it)));
  const streams = streamCalls(pubSub, raw);
  return {
    ...adminCalls(pubSub, raw),
    ...pullCalls(pubSub, raw),
    ...streams,
    publish: args => publish(pubSub, args),
    close: async () => {
      await streams.close();
      await (await client)?.close();
    },
  };
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
