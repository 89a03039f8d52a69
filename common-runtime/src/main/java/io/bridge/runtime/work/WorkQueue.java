package io.bridge.runtime.work;

import static io.bridge.model.error.ErrorCode.SERVICE_UNAVAILABLE;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.tasks.v2.CloudTasksClient;
import com.google.cloud.tasks.v2.CreateTaskRequest;
import com.google.cloud.tasks.v2.HttpMethod;
import com.google.cloud.tasks.v2.HttpRequest;
import com.google.cloud.tasks.v2.OidcToken;
import com.google.cloud.tasks.v2.QueueName;
import com.google.cloud.tasks.v2.Task;
import com.google.cloud.tasks.v2.TaskName;
import com.google.protobuf.ByteString;
import io.bridge.runtime.google.Blocking;
import io.bridge.runtime.http.Correlation;
import io.smallrye.mutiny.Uni;
import org.jboss.logging.Logger;

/**
 * A queue of Cloud Tasks that calls one path of this service, as the account that pushes: each call
 * is a {@code POST} of JSON that carries the correlation id of the request that asked for it.
 */
public final class WorkQueue {
  private static final Logger LOG = Logger.getLogger(WorkQueue.class);

  private final CloudTasksClient client;
  private final ObjectMapper mapper;
  private final QueueName queue;
  private final String url;
  private final OidcToken identity;

  WorkQueue(
      CloudTasksClient client, ObjectMapper mapper, QueueName queue, String url, String account) {
    this.client = client;
    this.mapper = mapper;
    this.queue = queue;
    this.url = url;
    this.identity = OidcToken.newBuilder().setServiceAccountEmail(account).setAudience(url).build();
  }

  /**
   * Idempotent: a task of this name that is there, or was a short while ago, is fine. Fails with
   * {@code SERVICE_UNAVAILABLE}.
   */
  public Uni<Void> enqueue(String name, Object body) {
    CreateTaskRequest request =
        CreateTaskRequest.newBuilder()
            .setParent(queue.toString())
            .setTask(task(name, body))
            .build();
    return Blocking.future(() -> client.createTaskCallable().futureCall(request))
        .replaceWithVoid()
        .onFailure(AlreadyExistsException.class)
        .recoverWithNull()
        .onFailure()
        .transform(WorkQueue::unavailable);
  }

  private Task task(String id, Object body) {
    TaskName name = TaskName.of(queue.getProject(), queue.getLocation(), queue.getQueue(), id);
    HttpRequest call =
        HttpRequest.newBuilder()
            .setHttpMethod(HttpMethod.POST)
            .setUrl(url)
            .putHeaders("content-type", "application/json")
            .putHeaders(Correlation.HEADER, Correlation.current())
            .setOidcToken(identity)
            .setBody(json(body))
            .build();
    return Task.newBuilder().setName(name.toString()).setHttpRequest(call).build();
  }

  private ByteString json(Object body) {
    try {
      return ByteString.copyFrom(mapper.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Throwable unavailable(Throwable failure) {
    LOG.warnf("event=enqueue-failed error=%s", failure.getClass().getName());
    return SERVICE_UNAVAILABLE.with("Cloud Tasks does not answer; try again in a while");
  }
}
