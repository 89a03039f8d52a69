// Streams. receive is Google's subscriber, that acknowledges what it gets but refuses once what is
// named in refuse. The other calls are one StreamingPull of a subscription, to the letter.
import {Arrivals, secondsSince, startedAt} from './clock.mjs';
import {seen, textOf} from './pubsub-pulls.mjs';

const ACK_SECONDS = 10;

export function streamCalls(pubSub, raw) {
  const streams = new Map();
  const hold = ({ackIds}, received) => {
    received.forEach(each => ackIds.set(textOf(each), each.ackId));
    return seen(received);
  };
  return {
    receive: async ({subscription, count, refuse = [], asTheyCame}) => {
      const texts = await receive(pubSub.subscription(subscription), count, [...refuse]);
      return {texts: asTheyCame ? texts : texts.sort()};
    },
    open: async ({subscription, most = 0}) => {
      const told = startedAt();
      const arrived = new Arrivals();
      const stream = (await raw()).streamingPull();
      stream.on('data', ({receivedMessages}) => receivedMessages.forEach(it => arrived.add(it)));
      stream.on('error', failure => arrived.fail(failure));
      streams.set(subscription, {stream, arrived, told, ackIds: new Map()});
      stream.write({
        subscription: `projects/${pubSub.projectId}/subscriptions/${subscription}`,
        streamAckDeadlineSeconds: ACK_SECONDS,
        maxOutstandingMessages: most,
      });
    },
    next: async ({subscription, count = 1}) => {
      const open = streams.get(subscription);
      const received = [];
      while (received.length < count) {
        received.push(await open.arrived.next());
      }
      return {...hold(open, received), seconds: secondsSince(open.told)};
    },
    rest: async ({subscription}) => {
      const open = streams.get(subscription);
      return hold(open, await open.arrived.rest());
    },
    tell: async ({subscription, acknowledge = [], modify = {}}) => {
      const open = streams.get(subscription);
      open.told = startedAt();
      open.stream.write({
        ackIds: acknowledge.map(text => open.ackIds.get(text)),
        modifyDeadlineAckIds: Object.keys(modify).map(text => open.ackIds.get(text)),
        modifyDeadlineSeconds: Object.values(modify),
      });
    },
    leave: async ({subscription}) => void streams.get(subscription).stream.end(),
    // What a case that failed left open would keep this process alive.
    close: async () => streams.forEach(({stream}) => stream.cancel()),
  };
}

async function receive(subscription, count, refuse) {
  const texts = [];
  try {
    await new Promise((resolve, reject) => {
      subscription.on('error', reject);
      subscription.on('message', message => {
        const text = message.data.toString('utf8');
        if (refuse.includes(text)) {
          refuse.splice(refuse.indexOf(text), 1);
          message.nack();
          return;
        }
        message.ack();
        texts.push(text);
        if (texts.length >= count) {
          resolve();
        }
      });
    });
  } finally {
    await subscription.close();
  }
  return texts;
}
