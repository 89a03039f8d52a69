package io.bridge.cloud.tasks;

import com.google.cloud.tasks.v2.CreateQueueRequest;
import com.google.cloud.tasks.v2.ListQueuesRequest;
import com.google.cloud.tasks.v2.ListQueuesResponse;
import com.google.cloud.tasks.v2.Queue;
import com.google.cloud.tasks.v2.UpdateQueueRequest;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.Page;
import io.bridge.cloud.iam.Iam;
import io.bridge.cloud.resource.Rules;

/** Queues, for who may. */
record QueueCalls(CloudContext context, Queues queues) {

  Queue create(CreateQueueRequest request) {
    TaskName parent = location(request.getParent());
    require("cloudtasks.queues.create", parent.locationText());
    TaskName name = TaskName.queue(request.getQueue().getName());
    if (!name.locationText().equals(parent.locationText())) {
      throw GoogleError.invalid("The location from request ('parent') must match the queue's.");
    }
    return seen(queues.create(name, request.getQueue()), name);
  }

  Queue update(UpdateQueueRequest request) {
    TaskName name = allowed("cloudtasks.queues.update", request.getQueue().getName());
    return seen(queues.update(name, request), name);
  }

  Queue pause(String text) {
    TaskName name = allowed("cloudtasks.queues.pause", text);
    return seen(queues.change(name, old -> in(Queue.State.PAUSED, old)), name);
  }

  Queue resume(String text) {
    TaskName name = allowed("cloudtasks.queues.resume", text);
    return seen(queues.change(name, old -> in(Queue.State.RUNNING, old)), name);
  }

  private static Queue in(Queue.State state, Queue queue) {
    return queue.toBuilder().setState(state).build();
  }

  Queue purge(String text) {
    TaskName name = allowed("cloudtasks.queues.purge", text);
    return seen(queues.purge(name), name);
  }

  void delete(String text) {
    queues.delete(allowed("cloudtasks.queues.delete", text));
  }

  Queue get(String text) {
    TaskName name = allowed("cloudtasks.queues.get", text);
    return seen(queues.require(name), name);
  }

  ListQueuesResponse list(ListQueuesRequest request) {
    TaskName parent = location(request.getParent());
    require("cloudtasks.queues.list", parent.locationText());
    Rules.refuse(!request.getFilter().isEmpty(), "ListQueuesRequest.filter");
    var all = queues.in(parent.location());
    var page = Page.of(all, request.getPageSize(), request.getPageToken());
    ListQueuesResponse.Builder list =
        ListQueuesResponse.newBuilder().setNextPageToken(page.nextToken());
    page.items().forEach(it -> list.addQueues(seen(it, parent.withQueue(it.id()))));
    return list.build();
  }

  private static Queue seen(TaskQueue queue, TaskName name) {
    return queue.settings().toBuilder().setName(name.queueText()).build();
  }

  private TaskName location(String text) {
    TaskName name = TaskName.parseLocation(text);
    if (!name.project().equals(context.project())) {
      throw GoogleError.notFound("Requested entity was not found.");
    }
    return name;
  }

  private TaskName allowed(String permission, String text) {
    TaskName name = TaskName.queue(text);
    require(permission, name.queueText());
    return name;
  }

  private void require(String permission, String resource) {
    context.iam().require(Iam.current(), permission, resource);
  }
}
