// Pub/Sub's calls.
import {v1} from '@google-cloud/pubsub';

const ACK_SECONDS = 10;

export function pubSubCalls(pubSub) {
  return {
    createTopic: async ({topic}) => named(await pubSub.createTopic(topic)),
    getTopic: async ({topic}) => ({name: (await pubSub.topic(topic).getMetadata())[0].name}),
    deleteTopic: async ({topic}) => void (await pubSub.topic(topic).delete()),
    createSubscription: async ({topic, subscription, filter, exactlyOnce}) =>
      named(
        await pubSub.topic(topic).createSubscription(subscription, {
          ackDeadlineSeconds: ACK_SECONDS,
          filter,
          enableExactlyOnceDelivery: exactlyOnce,
        })
      ),
    seek: async ({subscription}) => void (await pubSub.subscription(subscription).seek(new Date(0))),
    deleteSubscription: async ({subscription}) =>
      void (await pubSub.subscription(subscription).delete()),
    publish: async ({topic, text, attributes}) => ({
      id: await pubSub.topic(topic).publishMessage({data: Buffer.from(text), attributes}),
    }),
    pull: async ({subscription}) => ({messages: await pull(pubSub, subscription)}),
    receive: async ({subscription, count}) => ({
      texts: await receive(pubSub.subscription(subscription), count),
    }),
  };
}

function named([made]) {
  return {name: made.name};
}

async function pull(pubSub, id) {
  const subscriber = new v1.SubscriberClient(await pubSub.getClientConfig());
  const subscription = subscriber.subscriptionPath(pubSub.projectId, id);
  try {
    const [answer] = await subscriber.pull({subscription, maxMessages: 10});
    const ackIds = answer.receivedMessages.map(each => each.ackId);
    await subscriber.acknowledge({subscription, ackIds});
    return answer.receivedMessages.map(({message}) => ({
      text: Buffer.from(message.data).toString('utf8'),
      attributes: message.attributes,
    }));
  } finally {
    await subscriber.close();
  }
}

async function receive(subscription, count) {
  const texts = [];
  try {
    await new Promise((resolve, reject) => {
      subscription.on('error', reject);
      subscription.on('message', message => {
        message.ack();
        texts.push(message.data.toString('utf8'));
        if (texts.length >= count) {
          resolve();
        }
      });
    });
  } finally {
    await subscription.close();
  }
  return texts.sort();
}
