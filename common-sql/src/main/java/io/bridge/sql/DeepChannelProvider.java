package io.bridge.sql;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Message;
import com.google.zetasql.ClientChannelProvider;
import com.google.zetasql.JniChannelProvider;
import com.google.zetasql.io.grpc.CallOptions;
import com.google.zetasql.io.grpc.Channel;
import com.google.zetasql.io.grpc.ClientCall;
import com.google.zetasql.io.grpc.ClientInterceptor;
import com.google.zetasql.io.grpc.ClientInterceptors;
import com.google.zetasql.io.grpc.MethodDescriptor;
import com.google.zetasql.io.grpc.MethodDescriptor.Marshaller;
import com.google.zetasql.io.grpc.MethodDescriptor.PrototypeMarshaller;
import com.google.zetasql.io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;

/**
 * ZetaSQL's channel to its native library, able to read deep trees.
 *
 * <p>The library answers in protocol buffers, whose reader stops at a depth of 100 messages; that
 * is a sum of some 25 terms or 20 nested subqueries. ZetaSQL takes the first provider it finds as a
 * service, and this one stands before its own on the class path because it depends on it.
 */
public final class DeepChannelProvider implements ClientChannelProvider {
  private static final int MAX_DEPTH = 10_000;

  @Override
  public Channel newChannel() {
    return ClientInterceptors.intercept(new JniChannelProvider().newChannel(), new DeepReplies());
  }

  private static final class DeepReplies implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      Marshaller<A> reply =
          method.getResponseMarshaller() instanceof PrototypeMarshaller<A> known
              ? new DeepMarshaller<>(known)
              : method.getResponseMarshaller();
      return next.newCall(method.toBuilder(method.getRequestMarshaller(), reply).build(), options);
    }
  }

  private record DeepMarshaller<T>(PrototypeMarshaller<T> known) implements Marshaller<T> {
    @Override
    public InputStream stream(T value) {
      return known.stream(value);
    }

    @Override
    public T parse(InputStream stream) {
      CodedInputStream coded = CodedInputStream.newInstance(stream);
      coded.setRecursionLimit(MAX_DEPTH);
      try {
        Message message = (Message) known.getMessagePrototype();
        return known.getMessageClass().cast(message.getParserForType().parseFrom(coded));
      } catch (IOException e) {
        throw Status.INTERNAL
            .withDescription("Failed to read message: " + e.getMessage())
            .withCause(e)
            .asRuntimeException();
      }
    }
  }
}
