package io.bridge.cloud.fault;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.HttpApi;
import io.grpc.ServerInterceptor;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The rules of one local-cloud; they are gone when it ends. */
public final class Faults {
  private static final int MAX_RULES = 100;

  private final List<ArmedRule> rules = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();

  /** {@code /fault}, and what the rules do to every call of an API that is mounted after it. */
  public HttpApi api() {
    return new FaultApi(this);
  }

  /** What the rules do to gRPC calls. */
  public ServerInterceptor interceptor() {
    return new GrpcFaults(this);
  }

  /** Whether any call may go wrong. */
  public boolean armed() {
    return !rules.isEmpty();
  }

  ArmedRule add(FaultRule rule) {
    if (rules.size() >= MAX_RULES) {
      throw GoogleError.invalid("There are " + MAX_RULES + " faults already; DELETE /fault");
    }
    var armed = new ArmedRule(ids.incrementAndGet(), rule);
    rules.add(armed);
    return armed;
  }

  List<ArmedRule> list() {
    return List.copyOf(rules);
  }

  void clear() {
    rules.clear();
  }

  /** Fails with 404. */
  void remove(String id) {
    if (!rules.removeIf(rule -> Integer.toString(rule.id()).equals(id))) {
      throw GoogleError.notFound("There is no such fault");
    }
  }

  /** The oldest rule that this call is to go wrong by. */
  Optional<ArmedRule> take(FaultedCall call) {
    return rules.stream().filter(rule -> rule.takes(call)).findFirst();
  }
}
