package io.bridge.cloud.tasks;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the target is told of a task, beside what its creator wants it to be told. */
final class TaskHeaders {
  private TaskHeaders() {}

  static Map<String, String> of(QueueTask task, String queue) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    task.call().headers().forEach((key, value) -> putUnlessOurs(headers, key, value));
    headers.putIfAbsent("Content-Type", "application/octet-stream");
    headers.put("User-Agent", "Google-Cloud-Tasks");
    headers.put("X-CloudTasks-QueueName", queue);
    headers.put("X-CloudTasks-TaskName", task.id());
    headers.put("X-CloudTasks-TaskRetryCount", Integer.toString(task.progress().dispatches()));
    headers.put("X-CloudTasks-TaskExecutionCount", Integer.toString(task.progress().executions()));
    headers.put("X-CloudTasks-TaskETA", seconds(task.due()));
    if (task.progress().lastStatus() != 0) {
      headers.put(
          "X-CloudTasks-TaskPreviousResponse", Integer.toString(task.progress().lastStatus()));
    }
    return headers;
  }

  private static String seconds(Instant time) {
    return "%d.%06d".formatted(time.getEpochSecond(), time.getNano() / 1000);
  }

  private static void putUnlessOurs(Map<String, String> headers, String key, String value) {
    String lower = key.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("x-cloudtasks-") && !lower.startsWith("x-google-")) {
      headers.put(key, value);
    }
  }
}
