package io.bridge.cloud.tasks;

import com.google.cloud.tasks.v2.CloudTasksGrpc;
import com.google.cloud.tasks.v2.CreateQueueRequest;
import com.google.cloud.tasks.v2.CreateTaskRequest;
import com.google.cloud.tasks.v2.DeleteQueueRequest;
import com.google.cloud.tasks.v2.DeleteTaskRequest;
import com.google.cloud.tasks.v2.GetQueueRequest;
import com.google.cloud.tasks.v2.GetTaskRequest;
import com.google.cloud.tasks.v2.ListQueuesRequest;
import com.google.cloud.tasks.v2.ListQueuesResponse;
import com.google.cloud.tasks.v2.ListTasksRequest;
import com.google.cloud.tasks.v2.ListTasksResponse;
import com.google.cloud.tasks.v2.PauseQueueRequest;
import com.google.cloud.tasks.v2.PurgeQueueRequest;
import com.google.cloud.tasks.v2.Queue;
import com.google.cloud.tasks.v2.ResumeQueueRequest;
import com.google.cloud.tasks.v2.RunTaskRequest;
import com.google.cloud.tasks.v2.Task;
import com.google.cloud.tasks.v2.UpdateQueueRequest;
import com.google.protobuf.Empty;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.Page;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.resource.ResourceTable;
import io.bridge.cloud.store.Sqlite;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** {@code google.cloud.tasks.v2.CloudTasks}. */
public final class TasksApi extends CloudTasksGrpc.CloudTasksImplBase implements AutoCloseable {
  private final CloudContext context;
  private final Sqlite db;
  private final Queues queues;
  private final QueueCalls queueCalls;
  private final Tasks tasks;

  /** Opens the state; nothing is dispatched before {@link #start}. */
  public TasksApi(CloudContext context) {
    this.context = context;
    this.db =
        Sqlite.open(
            context.dir(), "tasks", List.of(TaskTable.SCHEMA, ResourceTable.schema("queue")));
    try {
      this.queues = new Queues(context, db);
    } catch (RuntimeException e) {
      db.close();
      throw e;
    }
    this.queueCalls = new QueueCalls(context, queues);
    this.tasks = new Tasks(context, db);
  }

  /** Dispatches from now on, also what a crash left behind. */
  public void start() {
    queues.start();
  }

  @Override
  public void createTask(CreateTaskRequest request, StreamObserver<Task> answer) {
    TaskName queue = TaskName.queue(request.getParent());
    require("cloudtasks.tasks.create", queue.queueText());
    TaskQueue found = queues.require(queue);
    QueueTask task = tasks.read(request.getTask(), found, queue);
    if (!task.call().serviceAccount().isEmpty()) {
      require(
          "iam.serviceAccounts.actAs",
          "projects/-/serviceAccounts/" + task.call().serviceAccount());
    }
    boolean full = isFull(request.getResponseView(), queue);
    tasks.add(task);
    found.wake();
    complete(answer, TaskResource.write(task, queue, full));
  }

  @Override
  public void getTask(GetTaskRequest request, StreamObserver<Task> answer) {
    TaskName name = TaskName.task(request.getName());
    require("cloudtasks.tasks.get", name.queueText());
    QueueTask task = tasks.require(queues.require(name), name);
    complete(answer, TaskResource.write(task, name, isFull(request.getResponseView(), name)));
  }

  @Override
  public void listTasks(ListTasksRequest request, StreamObserver<ListTasksResponse> answer) {
    TaskName queue = TaskName.queue(request.getParent());
    require("cloudtasks.tasks.list", queue.queueText());
    TaskQueue found = queues.require(queue);
    boolean full = isFull(request.getResponseView(), queue);
    int size = Page.size(request.getPageSize());
    String from = Page.after(request.getPageToken());
    List<QueueTask> there = db.read(c -> TaskTable.list(c, found.key(), from, size + 1));
    ListTasksResponse.Builder page = ListTasksResponse.newBuilder();
    there.stream()
        .limit(size)
        .forEach(task -> page.addTasks(TaskResource.write(task, queue, full)));
    if (there.size() > size) {
      page.setNextPageToken(Page.token(there.get(size - 1).id()));
    }
    complete(answer, page.build());
  }

  @Override
  public void deleteTask(DeleteTaskRequest request, StreamObserver<Empty> answer) {
    TaskName name = TaskName.task(request.getName());
    require("cloudtasks.tasks.delete", name.queueText());
    if (!queues.require(name).delete(name.id())) {
      throw Tasks.noTask(name);
    }
    complete(answer, Empty.getDefaultInstance());
  }

  @Override
  public void runTask(RunTaskRequest request, StreamObserver<Task> answer) {
    TaskName name = TaskName.task(request.getName());
    require("cloudtasks.tasks.run", name.queueText());
    TaskQueue queue = queues.require(name);
    QueueTask task = tasks.require(queue, name);
    boolean full = isFull(request.getResponseView(), name);
    queue.run(task.id());
    complete(answer, TaskResource.write(task, name, full));
  }

  @Override
  public void createQueue(CreateQueueRequest request, StreamObserver<Queue> answer) {
    complete(answer, queueCalls.create(request));
  }

  @Override
  public void updateQueue(UpdateQueueRequest request, StreamObserver<Queue> answer) {
    complete(answer, queueCalls.update(request));
  }

  @Override
  public void pauseQueue(PauseQueueRequest request, StreamObserver<Queue> answer) {
    complete(answer, queueCalls.pause(request.getName()));
  }

  @Override
  public void resumeQueue(ResumeQueueRequest request, StreamObserver<Queue> answer) {
    complete(answer, queueCalls.resume(request.getName()));
  }

  @Override
  public void purgeQueue(PurgeQueueRequest request, StreamObserver<Queue> answer) {
    complete(answer, queueCalls.purge(request.getName()));
  }

  @Override
  public void deleteQueue(DeleteQueueRequest request, StreamObserver<Empty> answer) {
    queueCalls.delete(request.getName());
    complete(answer, Empty.getDefaultInstance());
  }

  @Override
  public void getQueue(GetQueueRequest request, StreamObserver<Queue> answer) {
    complete(answer, queueCalls.get(request.getName()));
  }

  @Override
  public void listQueues(ListQueuesRequest request, StreamObserver<ListQueuesResponse> answer) {
    complete(answer, queueCalls.list(request));
  }

  private boolean isFull(Task.View view, TaskName queue) {
    if (view != Task.View.FULL) {
      return false;
    }
    require("cloudtasks.tasks.fullView", queue.queueText());
    return true;
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
    queues.close();
    db.close();
  }
}
