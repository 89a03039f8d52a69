package io.bridge.cloud.scheduler;

import com.google.cloud.scheduler.v1.HttpMethod;
import com.google.cloud.scheduler.v1.HttpTarget;
import com.google.cloud.scheduler.v1.Job;
import com.google.cloud.scheduler.v1.OidcToken;
import io.bridge.cloud.ServiceUrls;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.topology.Topology;
import java.util.Set;

/**
 * The schedules of the topology as jobs. They are kept without the address that they call: where a
 * service answers may change.
 */
record DeclaredJobs(Topology topology, ServiceUrls serviceUrls) {

  Set<String> ids() {
    return topology.schedules().keySet();
  }

  /**
   * As it is at first, without its address.
   *
   * @throws IllegalArgumentException when its schedule is malformed
   */
  Job job(String id) {
    Topology.Schedule schedule = topology.schedules().get(id);
    OidcToken token =
        OidcToken.newBuilder()
            .setServiceAccountEmail(topology.email(schedule.serviceAccount()))
            .build();
    HttpTarget target =
        HttpTarget.newBuilder()
            .setUri("http://localhost")
            .setHttpMethod(HttpMethod.POST)
            .setOidcToken(token)
            .build();
    try {
      return calling(
          "",
          JobRules.created(
              Job.newBuilder().setSchedule(schedule.cron()).setHttpTarget(target).build()));
    } catch (GoogleError e) {
      throw new IllegalArgumentException("Schedule " + id + ": " + e.getMessage(), e);
    }
  }

  /** With the address of its service, where it has none. */
  Job addressed(String key, Job job) {
    String uri = job.getHttpTarget().getUri();
    return uri.isEmpty() ? calling(address(key), job) : job;
  }

  /** Without the address, where that is its service's. */
  Job unaddressed(String key, Job job) {
    return job.getHttpTarget().getUri().equals(address(key)) ? calling("", job) : job;
  }

  private static Job calling(String uri, Job job) {
    return job.toBuilder().setHttpTarget(job.getHttpTarget().toBuilder().setUri(uri)).build();
  }

  /** Of a job of the topology; empty for another. */
  private String address(String key) {
    Topology.Schedule schedule = topology.schedules().get(key);
    return schedule == null ? "" : serviceUrls.of(schedule.service(), schedule.path()).toString();
  }
}
