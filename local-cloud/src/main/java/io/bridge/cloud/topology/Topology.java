package io.bridge.cloud.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code deploy/topology.yaml} says, with {@code ${project}} resolved. Names of service
 * accounts are short ({@code sync-service}); {@link #email} makes them whole.
 */
public record Topology(
    String project,
    Map<String, Service> services,
    Map<String, ServiceAccount> serviceAccounts,
    Map<String, Topic> topics,
    Map<String, Subscription> subscriptions,
    Map<String, Queue> queues,
    Map<String, Schedule> schedules,
    Map<String, KeyRing> keyRings,
    Map<String, Bucket> buckets) {

  /**
   * Publishers that are no account of the project: Cloud Storage's notifications and Pub/Sub's own
   * dead lettering.
   */
  public static final List<String> GOOGLE_AGENTS = List.of("storage", "pubsub");

  public Topology {
    services = copy(services);
    serviceAccounts = copy(serviceAccounts);
    topics = copy(topics);
    subscriptions = copy(subscriptions);
    queues = copy(queues);
    schedules = copy(schedules);
    keyRings = copy(keyRings);
    buckets = copy(buckets);
  }

  /** Ports on one machine. */
  public record Service(int port, int metadataPort) {}

  /**
   * @param roles on the project
   * @param actAs short names of the accounts whose identity it may give to a task
   * @param signBlob whether it may sign, and mint ID tokens, as itself through IAM Credentials
   */
  public record ServiceAccount(List<String> roles, List<String> actAs, boolean signBlob) {
    public ServiceAccount {
      roles = copy(roles);
      actAs = copy(actAs);
    }
  }

  public record Topic(List<String> publishers) {
    public Topic {
      publishers = copy(publishers);
    }
  }

  /**
   * @param push null for a subscription that nobody delivers
   * @param retry null means at once
   * @param deadLetter null means never
   */
  public record Subscription(
      String topic,
      Target push,
      int ackDeadlineSeconds,
      boolean ordering,
      Retry retry,
      DeadLetter deadLetter) {}

  /**
   * Where a push, a task or a schedule goes and as whom.
   *
   * @param path absolute path on the service
   */
  public record Target(String service, String path, String serviceAccount) {}

  public record Retry(int minBackoffSeconds, int maxBackoffSeconds) {}

  public record DeadLetter(String topic, int maxDeliveryAttempts) {}

  public record Queue(
      List<String> enqueuers, Target target, int maxConcurrentDispatches, TaskRetry retry) {
    public Queue {
      enqueuers = copy(enqueuers);
    }
  }

  public record TaskRetry(
      int maxAttempts, int minBackoffSeconds, int maxBackoffSeconds, int maxDoublings) {}

  /**
   * @param cron five fields, UTC
   */
  public record Schedule(String cron, String service, String path, String serviceAccount) {}

  /** Keys of Cloud KMS in one place. */
  public record KeyRing(String location, Map<String, Key> keys) {
    public KeyRing {
      keys = copy(keys);
    }
  }

  /**
   * @param rotationDays days after which a new version becomes the primary one
   * @param roles role to short names of accounts, on this key
   */
  public record Key(int rotationDays, Map<String, List<String>> roles) {
    public Key {
      roles = copy(roles);
    }
  }

  /**
   * @param roles role to short names of accounts, on this bucket
   */
  public record Bucket(
      String location, Map<String, List<String>> roles, List<Notification> notifications) {
    public Bucket {
      roles = copy(roles);
      notifications = copy(notifications);
    }
  }

  public record Notification(String topic, List<String> eventTypes, String payloadFormat) {
    public Notification {
      eventTypes = copy(eventTypes);
    }
  }

  /**
   * Reads the file and checks that every name it uses is one it declares.
   *
   * @param file null for {@link #builtIn}
   * @throws IllegalArgumentException naming what is wrong; an unknown or repeated key is wrong too
   */
  public static Topology load(Path file, String project) {
    if (file == null) {
      return builtIn(project);
    }
    try {
      return read(file, Files.readString(file), project);
    } catch (NoSuchFileException _) {
      throw new IllegalArgumentException("There is no file " + file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A project with {@code admin}, who may do everything, a bucket of the project's name, and the
   * key {@code default} in the ring {@code local}.
   */
  public static Topology builtIn(String project) {
    var resource = Path.of("built-in-topology.yaml");
    try (var text = Topology.class.getResourceAsStream(resource.toString())) {
      return read(resource, new String(text.readAllBytes(), StandardCharsets.UTF_8), project);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Topology read(Path file, String text, String project) {
    try {
      var yaml =
          new ObjectMapper(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());
      var tree = yaml.readTree(text.replace("${project}", project));
      if (!(tree instanceof ObjectNode root)) {
        throw new IllegalArgumentException(file + " is no topology: a mapping is expected");
      }
      var topology = yaml.treeToValue(root.put("project", project), Topology.class);
      new TopologyCheck(file, topology).run();
      return topology;
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(file + " is no topology: " + e.getMessage(), e);
    }
  }

  /** Whole address of an account of this project. */
  public String email(String account) {
    return account + "@" + project + ".iam.gserviceaccount.com";
  }

  private static <T> List<T> copy(List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }

  private static <K, V> Map<K, V> copy(Map<K, V> map) {
    return map == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
