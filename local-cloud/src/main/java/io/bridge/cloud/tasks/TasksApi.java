package io.bridge.cloud.tasks;

import com.google.cloud.tasks.v2.CloudTasksGrpc;
import com.google.cloud.tasks.v2.CreateTaskRequest;
import com.google.cloud.tasks.v2.DeleteTaskRequest;
import com.google.cloud.tasks.v2.GetQueueRequest;
import com.google.cloud.tasks.v2.GetTaskRequest;
import com.google.cloud.tasks.v2.ListTasksRequest;
import com.google.cloud.tasks.v2.ListTasksResponse;
import com.google.cloud.tasks.v2.Queue;
import com.google.cloud.tasks.v2.RateLimits;
import com.google.cloud.tasks.v2.RetryConfig;
import com.google.cloud.tasks.v2.Task;
import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.store.Sqlite;
import io.bridge.cloud.topology.Topology;
import io.grpc.stub.StreamObserver;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code google.cloud.tasks.v2.CloudTasks} over the queues of the topology. */
public final class TasksApi extends CloudTasksGrpc.CloudTasksImplBase implements AutoCloseable {
  private static final int MAX_PAGE_SIZE = 1000;

  private final CloudContext context;
  private final Sqlite db;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, TaskQueue> queues = new HashMap<>();

  /** Opens the state; nothing is dispatched before {@link #start}. */
  public TasksApi(CloudContext context) {
    this.context = context;
    this.db = Sqlite.open(context.dir(), "tasks", List.of(TaskTable.SCHEMA));
    for (String name : context.topology().queues().keySet()) {
      queues.put(name, new TaskQueue(context, db, name));
    }
  }

  /** Dispatches from now on, also what a crash left behind. */
  public void start() {
    queues.values().forEach(TaskQueue::start);
  }

  @Override
  public void createTask(CreateTaskRequest request, StreamObserver<Task> answer) {
    TaskName queue = queueName(request.getParent());
    require("cloudtasks.tasks.create", queue.queueText());
    requireQueue(queue);
    TaskName name = queue.withId(newId(request.getTask().getName(), queue));
    Instant now = context.clock().instant();
    QueueTask task = TaskResource.read(request.getTask(), name, now);
    String account = task.call().serviceAccount();
    require("iam.serviceAccounts.actAs", "projects/-/serviceAccounts/" + account);
    boolean created =
        db.write(
            c -> {
              if (TaskTable.isTaken(c, task.queue(), task.id(), now)) {
                return false;
              }
              TaskTable.insert(c, task);
              return true;
            });
    if (!created) {
      throw GoogleError.conflict("Requested entity already exists");
    }
    queues.get(task.queue()).wake();
    complete(answer, TaskResource.write(task, queue, isFull(request.getResponseView(), queue)));
  }

  private String newId(String name, TaskName queue) {
    if (name.isEmpty()) {
      return Long.toUnsignedString(random.nextLong());
    }
    TaskName task = TaskName.parse(name);
    if (task.id() == null || !task.queueText().equals(queue.queueText())) {
      throw GoogleError.invalid("The queue name from request ('parent') must match the task's.");
    }
    return task.id();
  }

  @Override
  public void getTask(GetTaskRequest request, StreamObserver<Task> answer) {
    TaskName name = taskName(request.getName());
    require("cloudtasks.tasks.get", name.queueText());
    QueueTask task =
        db.read(c -> TaskTable.find(c, name.queue(), name.id())).orElseThrow(() -> noTask(name));
    complete(answer, TaskResource.write(task, name, isFull(request.getResponseView(), name)));
  }

  @Override
  public void listTasks(ListTasksRequest request, StreamObserver<ListTasksResponse> answer) {
    TaskName queue = queueName(request.getParent());
    require("cloudtasks.tasks.list", queue.queueText());
    requireQueue(queue);
    boolean full = isFull(request.getResponseView(), queue);
    int size =
        request.getPageSize() <= 0 ? MAX_PAGE_SIZE : Math.min(request.getPageSize(), MAX_PAGE_SIZE);
    List<QueueTask> tasks =
        db.read(c -> TaskTable.list(c, queue.queue(), request.getPageToken(), size + 1));
    ListTasksResponse.Builder page = ListTasksResponse.newBuilder();
    tasks.stream()
        .limit(size)
        .forEach(task -> page.addTasks(TaskResource.write(task, queue, full)));
    if (tasks.size() > size) {
      page.setNextPageToken(tasks.get(size - 1).id());
    }
    complete(answer, page.build());
  }

  @Override
  public void deleteTask(DeleteTaskRequest request, StreamObserver<Empty> answer) {
    TaskName name = taskName(request.getName());
    require("cloudtasks.tasks.delete", name.queueText());
    if (!requireQueue(name).delete(name.id())) {
      throw noTask(name);
    }
    complete(answer, Empty.getDefaultInstance());
  }

  @Override
  public void getQueue(GetQueueRequest request, StreamObserver<Queue> answer) {
    TaskName name = queueName(request.getName());
    require("cloudtasks.queues.get", name.queueText());
    TaskQueue queue = requireQueue(name);
    Topology.TaskRetry retry = context.topology().queues().get(name.queue()).retry();
    complete(
        answer,
        Queue.newBuilder()
            .setName(name.queueText())
            .setState(Queue.State.RUNNING)
            .setRateLimits(RateLimits.newBuilder().setMaxConcurrentDispatches(queue.concurrency()))
            .setRetryConfig(
                RetryConfig.newBuilder()
                    .setMaxAttempts(retry.maxAttempts())
                    .setMaxDoublings(retry.maxDoublings())
                    .setMinBackoff(Duration.newBuilder().setSeconds(retry.minBackoffSeconds()))
                    .setMaxBackoff(Duration.newBuilder().setSeconds(retry.maxBackoffSeconds())))
            .build());
  }

  private boolean isFull(Task.View view, TaskName queue) {
    if (view != Task.View.FULL) {
      return false;
    }
    require("cloudtasks.tasks.fullView", queue.queueText());
    return true;
  }

  private TaskName queueName(String text) {
    TaskName name = TaskName.parse(text);
    if (name.id() != null) {
      throw GoogleError.invalid("The name of a queue is expected.");
    }
    return name;
  }

  private TaskName taskName(String text) {
    TaskName name = TaskName.parse(text);
    if (name.id() == null) {
      throw GoogleError.invalid("The name of a task is expected.");
    }
    return name;
  }

  private TaskQueue requireQueue(TaskName name) {
    TaskQueue queue = queues.get(name.queue());
    if (queue == null || !name.project().equals(context.project())) {
      throw GoogleError.notFound("Requested entity was not found.");
    }
    return queue;
  }

  private static GoogleError noTask(TaskName name) {
    return GoogleError.notFound("The task " + name.id() + " does not exist.");
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
    queues.values().forEach(TaskQueue::close);
    db.close();
  }
}
