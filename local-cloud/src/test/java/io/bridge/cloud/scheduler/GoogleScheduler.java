package io.bridge.cloud.scheduler;

import com.google.api.gax.core.CredentialsProvider;
import com.google.cloud.scheduler.v1.CloudSchedulerClient;
import com.google.cloud.scheduler.v1.CloudSchedulerSettings;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;

/** Google's client of Cloud Scheduler. */
public final class GoogleScheduler {
  private GoogleScheduler() {}

  public static CloudSchedulerClient client(TestCloud cloud, CredentialsProvider credentials)
      throws IOException {
    return CloudSchedulerClient.create(
        CloudSchedulerSettings.newBuilder()
            .setTransportChannelProvider(cloud.channel())
            .setCredentialsProvider(credentials)
            .build());
  }
}
