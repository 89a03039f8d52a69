package io.bridge.cloud.scheduler;

import com.google.cloud.scheduler.v1.CloudSchedulerGrpc;
import com.google.cloud.scheduler.v1.CreateJobRequest;
import com.google.cloud.scheduler.v1.DeleteJobRequest;
import com.google.cloud.scheduler.v1.GetJobRequest;
import com.google.cloud.scheduler.v1.Job;
import com.google.cloud.scheduler.v1.ListJobsRequest;
import com.google.cloud.scheduler.v1.ListJobsResponse;
import com.google.cloud.scheduler.v1.PauseJobRequest;
import com.google.cloud.scheduler.v1.ResumeJobRequest;
import com.google.cloud.scheduler.v1.RunJobRequest;
import com.google.cloud.scheduler.v1.UpdateJobRequest;
import com.google.protobuf.Empty;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Page;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.resource.ResourceTable;
import io.bridge.cloud.store.Sqlite;
import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.util.List;

/** {@code google.cloud.scheduler.v1.CloudScheduler}. */
public final class SchedulerApi extends CloudSchedulerGrpc.CloudSchedulerImplBase
    implements AutoCloseable {
  private final CloudContext context;
  private final Sqlite db;
  private final Jobs jobs;
  private final Scheduler scheduler;
  private final SecureRandom random = new SecureRandom();

  /**
   * Opens the state; nothing runs before {@link #start}.
   *
   * @throws IllegalArgumentException when a schedule of the topology is malformed
   */
  public SchedulerApi(CloudContext context) {
    this.context = context;
    this.db =
        Sqlite.open(
            context.dir(),
            "scheduler",
            List.of(JobTable.SCHEMA, JobTable.ATTEMPTS, ResourceTable.schema("scheduled")));
    try {
      this.jobs = new Jobs(context, db);
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
    this.scheduler = new Scheduler(context, db, jobs);
  }

  /** Runs jobs from now on, also what a crash cut off. */
  public void start() {
    scheduler.start();
  }

  @Override
  public void listJobs(ListJobsRequest request, StreamObserver<ListJobsResponse> answer) {
    JobName parent = location(request.getParent());
    require("cloudscheduler.jobs.list", parent.locationText());
    var page = Page.of(jobs.in(parent), request.getPageSize(), request.getPageToken());
    ListJobsResponse.Builder list =
        ListJobsResponse.newBuilder().setNextPageToken(page.nextToken());
    page.items().forEach(name -> list.addJobs(jobs.seen(name)));
    complete(answer, list.build());
  }

  @Override
  public void getJob(GetJobRequest request, StreamObserver<Job> answer) {
    JobName name = JobName.parse(request.getName());
    require("cloudscheduler.jobs.get", name.text());
    complete(answer, jobs.seen(name));
  }

  @Override
  public void createJob(CreateJobRequest request, StreamObserver<Job> answer) {
    JobName parent = location(request.getParent());
    require("cloudscheduler.jobs.create", parent.locationText());
    requireActAs(request.getJob());
    JobName name = newName(request.getJob().getName(), parent);
    jobs.create(name, request.getJob());
    seen(name, answer);
  }

  private JobName newName(String wanted, JobName parent) {
    if (wanted.isEmpty()) {
      return parent.withId(Long.toUnsignedString(random.nextLong()));
    }
    JobName name = JobName.parse(wanted);
    if (!name.locationText().equals(parent.locationText())) {
      throw GoogleError.invalid("The location from request ('parent') must match the job's.");
    }
    return name;
  }

  @Override
  public void updateJob(UpdateJobRequest request, StreamObserver<Job> answer) {
    JobName name = JobName.parse(request.getJob().getName());
    require("cloudscheduler.jobs.update", name.text());
    if (changesTarget(request)) {
      requireActAs(request.getJob());
    }
    jobs.update(name, request);
    seen(name, answer);
  }

  private static boolean changesTarget(UpdateJobRequest request) {
    var paths = request.getUpdateMask().getPathsList();
    return paths.isEmpty() || paths.stream().anyMatch(it -> it.startsWith("http_target"));
  }

  @Override
  public void deleteJob(DeleteJobRequest request, StreamObserver<Empty> answer) {
    JobName name = JobName.parse(request.getName());
    require("cloudscheduler.jobs.delete", name.text());
    jobs.delete(name);
    scheduler.wake();
    complete(answer, Empty.getDefaultInstance());
  }

  @Override
  public void pauseJob(PauseJobRequest request, StreamObserver<Job> answer) {
    JobName name = JobName.parse(request.getName());
    require("cloudscheduler.jobs.pause", name.text());
    jobs.pause(name);
    seen(name, answer);
  }

  @Override
  public void resumeJob(ResumeJobRequest request, StreamObserver<Job> answer) {
    JobName name = JobName.parse(request.getName());
    require("cloudscheduler.jobs.enable", name.text());
    jobs.resume(name);
    seen(name, answer);
  }

  @Override
  public void runJob(RunJobRequest request, StreamObserver<Job> answer) {
    JobName name = JobName.parse(request.getName());
    require("cloudscheduler.jobs.run", name.text());
    jobs.run(name);
    seen(name, answer);
  }

  private void seen(JobName name, StreamObserver<Job> answer) {
    scheduler.wake();
    complete(answer, jobs.seen(name));
  }

  private JobName location(String text) {
    JobName name = JobName.parseLocation(text);
    if (!name.project().equals(context.project())) {
      throw GoogleError.notFound("Requested entity was not found.");
    }
    return name;
  }

  private void requireActAs(Job job) {
    String account = job.getHttpTarget().getOidcToken().getServiceAccountEmail();
    if (!account.isEmpty()) {
      require("iam.serviceAccounts.actAs", "projects/-/serviceAccounts/" + account);
    }
  }

  private void require(String permission, String resource) {
    context.iam().require(Iam.current(), permission, resource);
  }

  private static <T> void complete(StreamObserver<T> answer, T value) {
    answer.onNext(value);
    answer.onCompleted();
  }

  @Override
  public void close() {
    scheduler.close();
    db.close();
  }
}
