package io.bridge.cloud.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.bigquery.job.JobJson;
import io.bridge.cloud.bigquery.job.JobService;
import io.bridge.cloud.bigquery.warehouse.Job;
import io.bridge.cloud.bigquery.warehouse.Jobs;
import io.bridge.cloud.bigquery.wire.Body;
import io.bridge.cloud.bigquery.wire.Names;
import io.bridge.cloud.bigquery.wire.PageToken;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Principal;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;

/** {@code jobs.insert}, {@code get}, {@code list} and {@code cancel}. */
final class JobCalls {
  private static final long MAX_PAGE = 1000;

  private final Access access;
  private final JobService service;
  private final JobJson json;

  JobCalls(Access access, JobService service) {
    this.access = access;
    this.service = service;
    this.json = new JobJson(access.project());
  }

  JsonNode insert(Call call) {
    return insert(call.caller(), call.body(), null, null);
  }

  /** Fails with 403 for who may not insert jobs at all. */
  void requireInsert(Principal caller) {
    access.grants().onProject(caller, "bigquery.jobs.create");
  }

  /**
   * Inserts a job.
   *
   * @param file that came with a load; null for none
   * @param upload what sent it piece by piece and may end once more, as its client never heard of
   *     the first time; null for none
   */
  JsonNode insert(Principal caller, Body body, Path file, String upload) {
    body.known(
        Set.of("configuration", "jobReference"),
        Set.of("kind", "etag", "id", "selfLink", "user_email", "statistics", "status"));
    var configuration = (ObjectNode) body.requiredObject("configuration").json();
    var reference = body.object("jobReference");
    var id = reference == null ? null : reference.text("jobId");
    var location = location(reference);
    if (configuration.path("dryRun").asBoolean()) {
      var compiled = service.dryRun(caller, configuration, location);
      return json.dryRun(compiled, configuration, id);
    }
    var known = id == null || id.isEmpty() ? "job_" + UUID.randomUUID() : Names.job(id);
    var job = new JobService.NewJob(caller, known, location, upload, configuration, file);
    try {
      return json.resource(service.accept(job));
    } catch (GoogleError e) {
      if (e.code() == 409 && upload != null && upload.equals(service.require(known).requestKey())) {
        return json.resource(service.require(known));
      }
      throw e;
    }
  }

  JsonNode get(Call call) {
    return json.resource(visible(call));
  }

  JsonNode cancel(Call call) {
    var job = visible(call);
    service.cancel(job);
    var answer = JsonNodeFactory.instance.objectNode();
    answer.put("kind", "bigquery#jobCancelResponse");
    answer.set("job", json.resource(service.require(job.id())));
    return answer;
  }

  JsonNode list(Call call) {
    boolean everybody = call.flag("allUsers");
    if (everybody) {
      access.grants().onProject(call.caller(), "bigquery.jobs.listAll");
    } else {
      access.grants().onProject(call.caller(), "bigquery.jobs.create");
    }
    var owner = everybody ? null : call.caller().email();
    var token = PageToken.position("jobs", call.query("pageToken"));
    long offset = token == null ? 0 : Long.parseLong(token);
    long limit = Math.min(MAX_PAGE, call.number("maxResults", 50));
    var filter =
        new Jobs.Filter(
            owner,
            call.number("minCreationTime", 0),
            call.number("maxCreationTime", Long.MAX_VALUE),
            done(call),
            call.query("parentJobId"),
            limit + 1,
            offset);
    var found = access.warehouse().read(c -> access.jobs().list(c, filter));
    var answer = JsonNodeFactory.instance.objectNode().put("kind", "bigquery#jobList");
    var items = answer.putArray("jobs");
    boolean full = "full".equalsIgnoreCase(call.query("projection"));
    found.stream().limit(limit).forEach(job -> items.add(json.item(job, full)));
    if (found.size() > limit) {
      answer.put("nextPageToken", new PageToken("jobs", Long.toString(offset + limit)).encode());
    }
    return answer;
  }

  /** A job of the caller, or of anybody for who may see all. Others' jobs fail with 403. */
  private Job visible(Call call) {
    var job = service.require(call.path("job"));
    if (!job.owner().email().equals(call.caller().email())) {
      access.grants().onProject(call.caller(), "bigquery.jobs.get");
    }
    return inLocation(job, call.query("location"));
  }

  /** A job is found only where it runs. */
  Job inLocation(Job job, String location) {
    if (location != null && !Names.location(location).equals(job.location())) {
      throw access.jobs().notFound(job.id());
    }
    return job;
  }

  private static String location(Body reference) {
    var location = reference == null ? null : reference.text("location");
    return location == null || location.isEmpty() ? null : Names.location(location);
  }

  private static Boolean done(Call call) {
    var states = call.http().queryParams().getAll("stateFilter");
    if (states.isEmpty()) {
      return null;
    }
    boolean done = states.stream().anyMatch("done"::equalsIgnoreCase);
    boolean open = states.stream().anyMatch(s -> s.equalsIgnoreCase("running"));
    boolean pending = states.stream().anyMatch(s -> s.equalsIgnoreCase("pending"));
    if (!done && !open && !pending) {
      throw GoogleError.invalid("Invalid value for: stateFilter");
    }
    return done && (open || pending) ? null : Boolean.valueOf(done);
  }
}
