package io.bridge.cloud.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bridge.cloud.dispatch.Receiver;
import io.bridge.cloud.iam.Tokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;

/**
 * The service that Google calls, a path for each case. {@code answer} says what a path answers, in
 * turn and the last for ever; {@code next} is the next call that arrives, {@code rest} says how
 * many more do.
 */
final class ReceiverContract implements ContractClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEARER = "Bearer ";

  private final Receiver receiver;
  private final Tokens tokens;
  private final Map<String, Stopwatch> sinceCall = new ConcurrentHashMap<>();

  ReceiverContract(Receiver receiver, Tokens tokens) {
    this.receiver = receiver;
    this.tokens = tokens;
  }

  @Override
  public Object call(String call, JsonNode with) throws Exception {
    String path = with.path("path").asText();
    return switch (call) {
      case "answer" -> answer(path, with.path("statuses"));
      case "next" -> seen(receiver.next(path));
      case "rest" -> Map.of("count", rest(path));
      default -> throw ContractClient.unknown(call);
    };
  }

  private Map<String, Object> answer(String path, JsonNode statuses) {
    List<Integer> all = new ArrayList<>();
    statuses.forEach(it -> all.add(it.intValue()));
    AtomicInteger calls = new AtomicInteger();
    sinceCall.put(path, Stopwatch.started());
    receiver.answering(path, _ -> all.get(Math.min(calls.getAndIncrement(), all.size() - 1)));
    return Map.of();
  }

  private int rest(String path) throws InterruptedException {
    int count = 0;
    while (receiver.next(path, Stopwatch.QUIET).isPresent()) {
      count++;
    }
    return count;
  }

  private Map<String, Object> seen(Receiver.Call call) throws MalformedClaimException {
    Map<String, Object> seen = new HashMap<>();
    Map<String, String> headers = new TreeMap<>();
    call.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    seen.put("method", call.method());
    seen.put("headers", headers);
    seen.put("text", new String(call.body(), UTF_8));
    seen.put("json", json(call.body()));
    Stopwatch arrived = new Stopwatch(call.nanoTime());
    seen.put("seconds", sinceCall.put(call.path(), arrived).secondsUntil(arrived));
    String authorization = headers.getOrDefault("authorization", "");
    if (authorization.startsWith(BEARER)) {
      seen.put("token", token(authorization.substring(BEARER.length())));
    }
    return seen;
  }

  private Map<String, Object> token(String text) throws MalformedClaimException {
    JwtClaims claims = tokens.verifyGoogleIdToken(text);
    return Map.of(
        "email", claims.getStringClaimValue("email"),
        "email_verified", claims.getClaimValue("email_verified"),
        "aud", String.join(" ", claims.getAudience()),
        "iss", claims.getIssuer());
  }

  /** Null where it is none. */
  private static JsonNode json(byte[] body) {
    try {
      return JSON.readTree(body);
    } catch (IOException _) {
      return null;
    }
  }

  @Override
  public void close() {}
}
