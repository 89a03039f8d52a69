package io.bridge.agent.tasks;

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
import io.bridge.agent.AgentConfig;
import io.bridge.runtime.ServiceConfig;
import io.bridge.runtime.google.Blocking;
import io.bridge.runtime.google.GoogleConfig;
import io.bridge.runtime.http.Correlation;
import io.bridge.runtime.identity.IdentityConfig;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Puts tasks into the queue that calls {@code /internal/tasks}. */
@ApplicationScoped
@Startup // the client takes a while to make, which no event loop can spare
public class TaskQueue {
  private static final Logger LOG = Logger.getLogger(TaskQueue.class);
  private static final String PATH = "/internal/tasks";

  private final CloudTasksClient client;
  private final ObjectMapper mapper;
  private final QueueName queue;
  private final String url;
  private final OidcToken identity;

  TaskQueue(
      CloudTasksClient client,
      ObjectMapper mapper,
      GoogleConfig google,
      ServiceConfig service,
      IdentityConfig identity,
      AgentConfig config) {
    this.client = client;
    this.mapper = mapper;
    this.queue = QueueName.of(google.project(), config.queue().location(), config.queue().name());
    this.url = service.url() + PATH;
    this.identity =
        OidcToken.newBuilder()
            .setServiceAccountEmail(identity.pushServiceAccount())
            .setAudience(url)
            .build();
  }

  /** Idempotent: a call that is there already is fine. Fails with {@code SERVICE_UNAVAILABLE}. */
  public Uni<Void> enqueue(TaskCall task) {
    CreateTaskRequest request =
        CreateTaskRequest.newBuilder().setParent(queue.toString()).setTask(call(task)).build();
    return Blocking.future(() -> client.createTaskCallable().futureCall(request))
        .replaceWithVoid()
        .onFailure(AlreadyExistsException.class)
        .recoverWithNull()
        .onFailure()
        .transform(TaskQueue::unavailable);
  }

  private Task call(TaskCall task) {
    TaskName name =
        TaskName.of(queue.getProject(), queue.getLocation(), queue.getQueue(), task.name());
    HttpRequest request =
        HttpRequest.newBuilder()
            .setHttpMethod(HttpMethod.POST)
            .setUrl(url)
            .putHeaders("content-type", "application/json")
            .putHeaders(Correlation.HEADER, Correlation.current())
            .setOidcToken(identity)
            .setBody(body(task))
            .build();
    return Task.newBuilder().setName(name.toString()).setHttpRequest(request).build();
  }

  private ByteString body(TaskCall task) {
    try {
      return ByteString.copyFrom(mapper.writeValueAsBytes(task));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Throwable unavailable(Throwable failure) {
    LOG.warnf("event=enqueue-failed error=%s", failure.getClass().getName());
    return SERVICE_UNAVAILABLE.with("Cloud Tasks does not answer; try again in a while");
  }
}
