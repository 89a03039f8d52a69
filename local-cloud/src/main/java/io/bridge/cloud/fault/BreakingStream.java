package io.bridge.cloud.fault;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Lets so many bytes of one direction of a connection pass, then closes it. */
final class BreakingStream extends ChannelDuplexHandler {
  private static final int FILE_STEP = 64 * 1024;

  private final boolean inbound;
  private final Runnable onBreak;
  private long left;
  private boolean broken;
  private Channel channel;

  BreakingStream(boolean inbound, long afterBytes, Runnable onBreak) {
    this.onBreak = onBreak;
    this.inbound = inbound;
    this.left = afterBytes;
  }

  /** Must be called on the channel's own thread. What was read before does not count. */
  void install(Channel target) {
    channel = target;
    var tls = target.pipeline().context(SslHandler.class);
    if (tls == null) {
      target.pipeline().addFirst(this);
    } else {
      target.pipeline().addAfter(tls.name(), null, this);
    }
  }

  /** True where it broke the connection. */
  boolean remove() {
    if (!broken && channel.pipeline().context(this) != null) {
      channel.pipeline().remove(this);
    }
    return broken;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!inbound || !(message instanceof ByteBuf bytes)) {
      ctx.fireChannelRead(message);
    } else if (broken) {
      bytes.release();
    } else if (bytes.readableBytes() <= left) {
      left -= bytes.readableBytes();
      ctx.fireChannelRead(bytes);
    } else {
      broken = true;
      onBreak.run();
      ctx.fireChannelRead(bytes.readRetainedSlice((int) left));
      bytes.release();
      ctx.close();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws IOException {
    if (broken) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new IOException("The connection was broken on purpose"));
    } else if (inbound || size(message) <= left) {
      left -= inbound ? 0 : size(message);
      ctx.write(message, promise);
    } else {
      broken = true;
      onBreak.run();
      var part = beginning(ctx, message);
      ReferenceCountUtil.release(message);
      ctx.writeAndFlush(part).addListener(ChannelFutureListener.CLOSE);
      promise.tryFailure(new IOException("The connection was broken on purpose"));
    }
  }

  private static long size(Object message) {
    return switch (message) {
      case ByteBuf bytes -> bytes.readableBytes();
      case FileRegion region -> region.count();
      default -> 0;
    };
  }

  private ByteBuf beginning(ChannelHandlerContext ctx, Object message) throws IOException {
    if (message instanceof ByteBuf bytes) {
      return bytes.readRetainedSlice((int) left);
    }
    var region = (FileRegion) message;
    var target = new Beginning(left);
    while (target.left > 0 && region.transferTo(target, target.taken()) > 0) {
      // A region hands over as much as it likes at a time.
    }
    return ctx.alloc().buffer().writeBytes(target.bytes.toByteArray());
  }

  /** Takes no more than it may. */
  private static final class Beginning implements WritableByteChannel {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long left;

    Beginning(long left) {
      this.left = left;
    }

    long taken() {
      return bytes.size();
    }

    @Override
    public int write(ByteBuffer source) {
      var part = new byte[(int) Math.min(Math.min(left, FILE_STEP), source.remaining())];
      source.get(part);
      bytes.writeBytes(part);
      left -= part.length;
      return part.length;
    }

    @Override
    public boolean isOpen() {
      return true;
    }

    @Override
    public void close() {}
  }
}
