package io.bridge.cloud.storage;

import io.bridge.cloud.http.GoogleError;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The bytes of objects, whole or in part; both APIs answer alike. */
record Downloads(ObjectStore objects) {

  /**
   * @param base headers of the API that was asked
   */
  void send(Exchange exchange, StoredObject object, Map<String, String> base) throws IOException {
    refuseTranscoding(exchange, object);
    Map<String, String> headers = ObjectHeaders.ofBytes(object, base);
    // Without this an eager server could compress, and ranges and sums would not fit any more.
    headers.putIfAbsent("Content-Encoding", "identity");
    Optional<ByteRange> range =
        ByteRange.parse(exchange.headers().get("Range"), object.sizeBytes());
    if (range.isEmpty()) {
      ByteRange whole = new ByteRange(0, object.sizeBytes());
      exchange.file(200, headers, objects.file(object), whole);
    } else {
      sendPart(exchange, object, range.get(), headers);
    }
  }

  private void sendPart(
      Exchange exchange, StoredObject object, ByteRange range, Map<String, String> headers)
      throws IOException {
    if (range.isUnsatisfiable()) {
      Map<String, String> size = new LinkedHashMap<>();
      size.put("Content-Range", "bytes */" + object.sizeBytes());
      exchange.empty(416, size);
      return;
    }
    headers.put("Content-Range", range.contentRange(object.sizeBytes()));
    exchange.file(206, headers, objects.file(object), range);
  }

  /** Google unpacks a gzip object for a reader who does not take gzip. */
  private static void refuseTranscoding(Exchange exchange, StoredObject object) {
    String stored = object.metadata().fields().getOrDefault(ObjectMetadata.CONTENT_ENCODING, "");
    String accepted = exchange.headers().get("Accept-Encoding");
    if (stored.equals("gzip")
        && (accepted == null || !accepted.toLowerCase(Locale.ROOT).contains("gzip"))) {
      throw GoogleError.unimplemented("decompressive transcoding of objects stored as gzip");
    }
  }
}
