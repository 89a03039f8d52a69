package io.bridge.cloud.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;

/** JSON bodies, bounded in every direction: bytes on the wire, bytes unpacked, depth, numbers. */
public final class Json {
  /** Largest body on the wire where a route asks for nothing else. */
  public static final int MAX_BODY_BYTES = 16 * 1024 * 1024;

  private static final int MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
  private static final int MAX_DEPTH = 64;

  /** The mapper of all APIs; its limits hold for whatever is read through it. */
  public static final ObjectMapper MAPPER = JsonMapper.builder(bounded()).build();

  static {
    MAPPER.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    // A NUMERIC of 2.50 stays 2.50.
    MAPPER.configure(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, false);
    MAPPER.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }

  private Json() {}

  /** Collects the body, at most {@link #MAX_BODY_BYTES}; a larger one is answered with 413. */
  public static Handler<RoutingContext> body() {
    return body(MAX_BODY_BYTES);
  }

  /** Collects the body up to a limit; must stand before {@link #read}. */
  public static Handler<RoutingContext> body(long maxBytes) {
    var handler = BodyHandler.create(false).setBodyLimit(maxBytes);
    // As a plain handler: Vert.x would insist that a BodyHandler is the first of its route.
    return handler::handle;
  }

  /**
   * The body as JSON; an empty one is an empty object.
   *
   * @throws GoogleError 400 for what is no JSON or no gzip, 413 for what unpacks too large, 415 for
   *     another encoding
   */
  public static JsonNode read(RoutingContext ctx) {
    return read(bytes(ctx));
  }

  /** Parses bytes by the same rules as {@link #read(RoutingContext)}. */
  public static JsonNode read(byte[] bytes) {
    try {
      var node = bytes.length == 0 ? null : MAPPER.readTree(bytes);
      if (node == null || node.isMissingNode()) {
        return JsonNodeFactory.instance.objectNode();
      }
      HalfCharacters.refuse(bytes, node);
      return node;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      var where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new GoogleError(400, "parseError", "Invalid JSON payload received" + where);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The collected body with its content encoding undone; same errors as {@link #read}. */
  public static byte[] bytes(RoutingContext ctx) {
    var buffer = ctx.body() == null ? null : ctx.body().buffer();
    var bytes = buffer == null ? new byte[0] : buffer.getBytes();
    var encoding = ctx.request().getHeader("Content-Encoding");
    return switch (encoding == null ? "identity" : encoding.strip().toLowerCase()) {
      case "", "identity" -> bytes;
      case "gzip", "x-gzip" -> bytes.length == 0 ? bytes : gunzip(bytes);
      default -> throw new GoogleError(415, "invalid", "Unsupported content encoding");
    };
  }

  public static void write(RoutingContext ctx, int status, JsonNode body) {
    ctx.response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json; charset=UTF-8")
        .end(Buffer.buffer(encode(body)));
  }

  /** The JSON text of a node in UTF-8. */
  public static byte[] encode(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] gunzip(byte[] packed) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      var bytes = in.readNBytes(MAX_UNPACKED_BYTES + 1);
      if (bytes.length > MAX_UNPACKED_BYTES) {
        throw new GoogleError(413, "uploadTooLarge", "The unpacked request body is too large");
      }
      return bytes;
    } catch (IOException _) {
      throw GoogleError.invalid("The request body is not valid gzip");
    }
  }

  private static JsonFactory bounded() {
    var limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(400)
            .maxNameLength(1024)
            .maxStringLength(MAX_BODY_BYTES)
            .maxDocumentLength(MAX_UNPACKED_BYTES)
            .maxTokenCount(2_000_000)
            .build();
    return JsonFactory.builder()
        .streamReadConstraints(limits)
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .build();
  }
}
