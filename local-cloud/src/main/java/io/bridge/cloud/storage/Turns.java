package io.bridge.cloud.storage;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/**
 * One request at a time for each upload session, and the newest wins: a client that comes back does
 * not wait for its own lost connection to time out, and no stranger's session waits at all.
 */
final class Turns {
  private final Map<String, Turn> latest = new ConcurrentHashMap<>();

  /** The right to work on a session; close it. */
  final class Turn implements AutoCloseable {
    private final String session;
    private final RequestStream body;
    private final CountDownLatch done = new CountDownLatch(1);

    private Turn(String session, RequestStream body) {
      this.session = session;
      this.body = body;
    }

    @Override
    public void close() {
      latest.remove(session, this);
      done.countDown();
    }
  }

  /** Breaks off the request that has the turn, and returns when it is out of the way. */
  Turn take(String session, RequestStream body) {
    Turn mine = new Turn(session, body);
    Turn before = latest.put(session, mine);
    if (before != null) {
      before.body.breakOff();
      try {
        before.done.await();
      } catch (InterruptedException e) {
        mine.close();
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
    return mine;
  }
}
