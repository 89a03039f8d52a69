package io.bridge.cloud.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.upload.Session;
import io.bridge.cloud.bigquery.upload.UploadedFiles;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.storage.ContentRange;
import io.bridge.cloud.storage.GzipBody;
import io.bridge.cloud.storage.MultipartRelated;
import io.bridge.cloud.storage.RequestStream;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.UUID;

/** {@code jobs.insert} with the file that is to be loaded. */
final class UploadCalls {
  private static final int MAX_JOB_BYTES = 1 << 20;
  private static final int RESUME = 308;

  private final JobCalls jobs;
  private final UploadedFiles files;

  UploadCalls(JobCalls jobs, UploadedFiles files) {
    this.jobs = jobs;
    this.files = files;
  }

  /** Answers {@code POST}, and the pieces of a session as {@code PUT}. */
  void serve(Call call, RequestStream body) throws IOException {
    try {
      answer(call, body);
    } catch (GoogleError e) {
      body.drain();
      throw e;
    }
  }

  private void answer(Call call, RequestStream body) throws IOException {
    var id = call.query("upload_id");
    var type = call.query("uploadType");
    if (id != null) {
      piece(call, id, body);
    } else {
      switch (type == null ? "" : type) {
        case "multipart" -> Json.write(call.http(), 200, multipart(call, body));
        case "resumable" -> start(call, body);
        default -> throw GoogleError.invalid("The uploadType must be multipart or resumable.");
      }
    }
  }

  private JsonNode multipart(Call call, RequestStream body) throws IOException {
    var request = call.http().request();
    var plain = GzipBody.of(request.getHeader("Content-Encoding"), body);
    var parts = MultipartRelated.of(request.getHeader("Content-Type"), plain);
    var job = job(parts.nextPart().body().readNBytes(MAX_JOB_BYTES));
    jobs.requireInsert(call.caller());
    var file = files.store(parts.nextPart().body());
    try {
      parts.requireEnd();
    } catch (GoogleError e) {
      files.delete(file);
      throw e;
    }
    try {
      return jobs.insert(call.caller(), new Body("", job), file, null);
    } finally {
      files.delete(file);
    }
  }

  private void start(Call call, RequestStream body) throws IOException {
    var request = call.http().request();
    var plain = GzipBody.of(request.getHeader("Content-Encoding"), body);
    var job = job(plain.readNBytes(MAX_JOB_BYTES));
    jobs.requireInsert(call.caller());
    var id = files.start(new Session(call.caller(), named(job)));
    call.http()
        .response()
        .putHeader("Location", location(request, id))
        .putHeader("X-GUploader-UploadID", id)
        .setStatusCode(200)
        .end();
  }

  private void piece(Call call, String id, RequestStream body) throws IOException {
    var session = files.require(id);
    var request = call.http().request();
    var length = request.getHeader("Content-Length");
    var range =
        ContentRange.parse(
            request.getHeader("Content-Range"), length == null ? null : Long.valueOf(length));
    long size = files.append(id, range, body);
    boolean whole = range.isLast() && (range.total() == null || range.total() == size);
    if (whole) {
      Json.write(call.http(), 200, end(session, id));
    } else {
      var response = call.http().response().setStatusCode(RESUME);
      if (size > 0) {
        response.putHeader("Range", "bytes=0-" + (size - 1));
      }
      response.end();
    }
  }

  /** Only when the job is on disk its session goes: a crash in between leaves it to end again. */
  private JsonNode end(Session session, String id) throws IOException {
    var body = new Body("", session.job());
    try {
      return jobs.insert(session.caller(), body, files.of(id), "upload " + id);
    } finally {
      files.end(id);
    }
  }

  /** A job that is the same one, however often its upload ends. */
  private static ObjectNode named(ObjectNode job) {
    var reference = job.withObject("/jobReference");
    if (reference.path("jobId").asText().isEmpty()) {
      reference.put("jobId", "job_" + UUID.randomUUID());
    }
    return job;
  }

  private static ObjectNode job(byte[] bytes) {
    return (ObjectNode) new Body("", Json.read(bytes)).json();
  }

  private static String location(HttpServerRequest request, String id) {
    return "%s://%s%s?uploadType=resumable&upload_id=%s"
        .formatted(request.scheme(), request.authority(), request.path(), id);
  }
}
