package io.bridge.runtime.work;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.cloud.tasks.v2.CloudTasksClient;
import com.google.cloud.tasks.v2.QueueName;
import io.bridge.runtime.ServiceConfig;
import io.bridge.runtime.google.GoogleConfig;
import io.bridge.runtime.identity.IdentityConfig;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes the queues of this service. */
@ApplicationScoped
public class WorkQueues {
  private final CloudTasksClient client;
  private final ObjectMapper mapper;
  private final GoogleConfig google;
  private final ServiceConfig service;
  private final IdentityConfig identity;

  WorkQueues(
      CloudTasksClient client,
      ObjectMapper mapper,
      GoogleConfig google,
      ServiceConfig service,
      IdentityConfig identity) {
    this.client = client;
    this.mapper = mapper;
    this.google = google;
    this.service = service;
    this.identity = identity;
  }

  /** The queue of this region and name, whose tasks are calls of this path of the service. */
  public WorkQueue of(String location, String name, String path) {
    return new WorkQueue(
        client,
        mapper,
        QueueName.of(google.project(), location, name),
        service.url() + path,
        identity.pushServiceAccount());
  }
}
