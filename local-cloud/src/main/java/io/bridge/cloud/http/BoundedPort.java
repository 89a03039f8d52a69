package io.bridge.cloud.http;

import io.netty.channel.Channel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A listening socket with at most {@link #MOST} connections, those in the middle of a handshake
 * too. One more is closed before anything is allocated for it; those that are open go on.
 */
public final class BoundedPort extends NioServerSocketChannel {
  /** More than any honest program of one machine has. */
  static final int MOST = 1_000;

  private final AtomicInteger open = new AtomicInteger();

  @Override
  protected int doReadMessages(List<Object> accepted) throws Exception {
    int count = super.doReadMessages(accepted);
    for (int i = 0; i < count; i++) {
      if (!admit((Channel) accepted.getLast())) {
        accepted.removeLast();
        return 0;
      }
    }
    return count;
  }

  private boolean admit(Channel connection) {
    if (open.incrementAndGet() > MOST) {
      open.decrementAndGet();
      connection.unsafe().closeForcibly();
      return false;
    }
    connection.closeFuture().addListener(_ -> open.decrementAndGet());
    return true;
  }
}
