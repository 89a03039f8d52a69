// Pulls. pull acknowledges what it gets; take waits for messages and holds them, so that acknowledge
// and modify name them by their texts. takeNow does not wait.
import {secondsSince, startedAt} from './clock.mjs';

const MOST = 10;

export function pullCalls(pubSub, raw) {
  const ackIds = new Map();
  const told = new Map();
  const path = id => `projects/${pubSub.projectId}/subscriptions/${id}`;
  const request = async (id, maxMessages, returnImmediately) => {
    const client = await raw();
    const wanted = {subscription: path(id), maxMessages, returnImmediately};
    return (await client.pull(wanted))[0].receivedMessages;
  };
  const hold = (id, received) => {
    received.forEach(each => ackIds.set(`${id}#${textOf(each)}`, each.ackId));
    return seen(received);
  };
  const held = (id, texts) => texts.map(text => ackIds.get(`${id}#${text}`));
  return {
    pull: async ({subscription}) => {
      const received = await request(subscription, MOST);
      await (await raw()).acknowledge({
        subscription: path(subscription),
        ackIds: received.map(each => each.ackId),
      });
      return {
        messages: received.map(each => ({
          text: textOf(each),
          attributes: each.message.attributes,
        })),
      };
    },
    take: async ({subscription, most = MOST}) => {
      const before = told.get(subscription) ?? startedAt();
      told.set(subscription, startedAt());
      let received = [];
      while (received.length === 0) {
        received = await request(subscription, most);
      }
      return {...hold(subscription, received), seconds: secondsSince(before)};
    },
    takeNow: async ({subscription}) =>
      hold(subscription, await request(subscription, MOST, true)),
    modify: async ({subscription, texts, seconds}) => {
      told.set(subscription, startedAt());
      await (await raw()).modifyAckDeadline({
        subscription: path(subscription),
        ackIds: held(subscription, texts),
        ackDeadlineSeconds: seconds,
      });
    },
    acknowledge: async ({subscription, texts}) => {
      told.set(subscription, startedAt());
      await (await raw()).acknowledge({
        subscription: path(subscription),
        ackIds: held(subscription, texts),
      });
    },
  };
}

export function textOf({message}) {
  return Buffer.from(message.data).toString('utf8');
}

/** Their texts as they came, and all of the first. */
export function seen(received) {
  const [first] = received;
  return {
    texts: received.map(textOf),
    ...(first && {
      first: {
        attributes: first.message.attributes,
        key: first.message.orderingKey,
        attempt: first.deliveryAttempt,
      },
    }),
  };
}
