package io.bridge.cloud.tasks;

import com.google.cloud.tasks.v2.Task;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.store.Sqlite;
import java.security.SecureRandom;
import java.time.Instant;

/** The tasks of all queues. */
final class Tasks {
  private final CloudContext context;
  private final Sqlite db;
  private final SecureRandom random = new SecureRandom();

  Tasks(CloudContext context, Sqlite db) {
    this.context = context;
    this.db = db;
  }

  /** A task as it was asked for, in the queue of that name; errors are Google's. */
  QueueTask read(Task wanted, TaskQueue queue, TaskName name) {
    TaskName task = name.withId(newId(wanted.getName(), name));
    return TaskResource.read(wanted, queue.key(), task, context.clock().instant());
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

  /**
   * @throws GoogleError 409 when a task has the name, or had it lately
   */
  void add(QueueTask task) {
    Instant now = context.clock().instant();
    boolean added =
        db.write(
            c -> {
              if (NameTable.isTaken(c, task.queue(), task.id(), now)) {
                return false;
              }
              TaskTable.insert(c, task);
              return true;
            });
    if (!added) {
      throw GoogleError.conflict("Requested entity already exists");
    }
  }

  /**
   * @throws GoogleError 404
   */
  QueueTask require(TaskQueue queue, TaskName name) {
    return db.read(c -> TaskTable.find(c, queue.key(), name.id())).orElseThrow(() -> noTask(name));
  }

  static GoogleError noTask(TaskName name) {
    return GoogleError.notFound("The task " + name.id() + " does not exist.");
  }
}
