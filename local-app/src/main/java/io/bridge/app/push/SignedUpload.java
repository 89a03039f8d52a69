package io.bridge.app.push;

import static io.bridge.model.error.ErrorCode.INTERNAL;
import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;

import io.bridge.app.http.Address;
import io.bridge.app.http.Backoff;
import io.bridge.app.http.Call;
import io.bridge.app.http.Time;
import io.bridge.app.http.Wire;
import io.bridge.model.error.BridgeException;
import io.bridge.model.upload.SignedPut;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sends a file straight to its signed address. Sending it again does no harm: the signature allows
 * it only while there is no such object.
 */
final class SignedUpload {
  private static final int ATTEMPTS = 6;
  private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(300), Duration.ofSeconds(5));
  private static final int THERE_ALREADY = 412;

  /** Set by the HTTP client itself, from the address and the file. */
  private static final Set<String> OWN_HEADERS = Set.of("host", "content-length");

  private static final long SLOWEST_BYTES_PER_SECOND = 32 * 1024;
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z]{1,64})</Code>");

  private final Wire wire;
  private final Time time;

  /** What became of it. */
  enum Outcome {
    ARRIVED,
    /** The address is good no more; a new one is needed. */
    EXPIRED
  }

  SignedUpload(Wire wire, Time time) {
    this.wire = wire;
    this.time = time;
  }

  /**
   * @param sent is given the bytes that went, and takes them back before another attempt
   * @throws BridgeException {@code SERVICE_UNAVAILABLE} where the storage refuses or is not there
   */
  Outcome send(Path file, SignedPut put, LongConsumer sent) {
    boolean mayHaveArrived = false;
    for (int attempt = 1; ; attempt++) {
      AtomicLong counted = new AtomicLong();
      Call call = call(file, put, n -> sent.accept(count(counted, n)));
      try {
        HttpResponse<byte[]> answer = wire.once(call);
        if (isThere(answer, mayHaveArrived)) {
          return Outcome.ARRIVED;
        }
        sent.accept(-counted.get());
        if (isExpired(answer, put)) {
          return Outcome.EXPIRED;
        }
        if (attempt == ATTEMPTS || !Wire.isBusy(answer)) {
          throw refused(answer);
        }
      } catch (IOException e) {
        sent.accept(-counted.get());
        if (attempt == ATTEMPTS || Wire.isDistrust(e)) {
          throw Wire.unreachable(call, e);
        }
      }
      mayHaveArrived = true;
      time.pause(BACKOFF.after(attempt));
    }
  }

  private static long count(AtomicLong counted, long bytes) {
    counted.addAndGet(bytes);
    return bytes;
  }

  private static boolean isThere(HttpResponse<byte[]> answer, boolean mayHaveArrived) {
    return answer.statusCode() / 100 == 2
        || (mayHaveArrived && answer.statusCode() == THERE_ALREADY);
  }

  private boolean isExpired(HttpResponse<byte[]> answer, SignedPut put) {
    return (answer.statusCode() == 400 || answer.statusCode() == 403)
        && put.expiresAt() != null
        && time.now().isAfter(put.expiresAt());
  }

  private static Call call(Path file, SignedPut put, LongConsumer sent) {
    if (put.url() == null || !Address.isPrivate(put.url())) {
      throw INTERNAL.with("The address for the file is not protected; nothing was sent to it.");
    }
    try {
      CountedBody body = new CountedBody(file, sent);
      Duration timeout = Duration.ofSeconds(120 + body.contentLength() / SLOWEST_BYTES_PER_SECOND);
      HttpRequest.Builder request = HttpRequest.newBuilder(put.url()).timeout(timeout).PUT(body);
      headers(put).forEach((name, value) -> header(request, name, value));
      // The path names the team and the upload; with it the label would be no longer short.
      String label = "PUT " + Address.of(put.url()) + "/(signed address)";
      return new Call(request.build(), label, Call.Repeat.ALWAYS);
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException("The exported file is gone: " + file, e);
    }
  }

  private static Map<String, String> headers(SignedPut put) {
    return put.headers() == null ? Map.of() : put.headers();
  }

  private static void header(HttpRequest.Builder request, String name, String value) {
    if (OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
      return;
    }
    try {
      request.setHeader(name, value);
    } catch (IllegalArgumentException _) {
      throw INTERNAL.with("The signed address asks for a header that cannot be sent: " + name);
    }
  }

  /** The storage's word for it; its details would show what was signed. */
  private static BridgeException refused(HttpResponse<byte[]> answer) {
    Matcher code = CODE.matcher(new String(answer.body(), StandardCharsets.UTF_8));
    String word = code.find() ? " (" + code.group(1) + ")" : "";
    return SERVICE_UNAVAILABLE.with(
        "The storage refused the file with status %d%s. Push it again."
            .formatted(answer.statusCode(), word));
  }
}
