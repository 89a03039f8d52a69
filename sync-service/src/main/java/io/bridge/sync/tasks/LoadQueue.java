package io.bridge.sync.tasks;

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
import io.bridge.runtime.ServiceConfig;
import io.bridge.runtime.google.Blocking;
import io.bridge.runtime.google.GoogleConfig;
import io.bridge.runtime.http.Correlation;
import io.bridge.runtime.identity.IdentityConfig;
import io.bridge.sync.SyncConfig;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/** Puts loads into the queue that calls {@code /internal/loads}. */
@ApplicationScoped
@Startup // the client takes a while to make, which no event loop can spare
public class LoadQueue {
  private static final Logger LOG = Logger.getLogger(LoadQueue.class);
  private static final String PATH = "/internal/loads";

  private final CloudTasksClient client;
  private final ObjectMapper mapper;
  private final QueueName queue;
  private final String url;
  private final OidcToken identity;

  LoadQueue(
      CloudTasksClient client,
      ObjectMapper mapper,
      GoogleConfig google,
      ServiceConfig service,
      IdentityConfig identity,
      SyncConfig config) {
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

  /** Idempotent: a task that is there already is fine. Fails with {@code SERVICE_UNAVAILABLE}. */
  public Uni<Void> enqueue(LoadTask load) {
    CreateTaskRequest request =
        CreateTaskRequest.newBuilder().setParent(queue.toString()).setTask(task(load)).build();
    return Blocking.future(() -> client.createTaskCallable().futureCall(request))
        .replaceWithVoid()
        .onFailure(AlreadyExistsException.class)
        .recoverWithNull()
        .onFailure()
        .transform(LoadQueue::unavailable);
  }

  private Task task(LoadTask load) {
    TaskName name =
        TaskName.of(queue.getProject(), queue.getLocation(), queue.getQueue(), load.name());
    HttpRequest call =
        HttpRequest.newBuilder()
            .setHttpMethod(HttpMethod.POST)
            .setUrl(url)
            .putHeaders("content-type", "application/json")
            .putHeaders(Correlation.HEADER, Correlation.current())
            .setOidcToken(identity)
            .setBody(body(load))
            .build();
    return Task.newBuilder().setName(name.toString()).setHttpRequest(call).build();
  }

  private ByteString body(LoadTask load) {
    try {
      return ByteString.copyFrom(mapper.writeValueAsBytes(load));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Throwable unavailable(Throwable failure) {
    LOG.warnf("event=enqueue-failed error=%s", failure.getClass().getName());
    return SERVICE_UNAVAILABLE.with("Cloud Tasks does not answer; try again in a while");
  }
}
