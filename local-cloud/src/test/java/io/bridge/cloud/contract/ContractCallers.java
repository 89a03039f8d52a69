package io.bridge.cloud.contract;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.auth.Credentials;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageOptions;
import io.bridge.cloud.contract.bigquery.BigQueryContract;
import io.bridge.cloud.dispatch.Receiver;
import io.bridge.cloud.dispatch.TestCloud;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Google's clients of every account that makes calls, each made when it is first asked for. */
final class ContractCallers implements AutoCloseable {
  private static final String BUCKET = TestCloud.PROJECT + "-contract";

  private final TestCloud cloud;
  private final Receiver receiver;
  private final Map<Caller, ContractClient> clients = new HashMap<>();

  /**
   * @param account short name of the topology; empty for the project's owner
   */
  private record Caller(String account, String api) {}

  ContractCallers(TestCloud cloud, Receiver receiver) {
    this.cloud = cloud;
    this.receiver = receiver;
  }

  /** The client by which the account calls the API. */
  synchronized ContractClient of(String account, String api) throws Exception {
    Caller caller = new Caller(account, api);
    if (!clients.containsKey(caller)) {
      clients.put(caller, make(api, account.isEmpty() ? cloud.asAdmin() : as(account)));
    }
    return clients.get(caller);
  }

  /** As on Cloud Run: by the tokens of a metadata server that only this account has. */
  private CredentialsProvider as(String account) {
    return FixedCredentialsProvider.create(MetadataContract.credentials(cloud, account));
  }

  private ContractClient make(String api, CredentialsProvider who) throws Exception {
    return switch (api) {
      case "bigquery" -> new BigQueryContract(cloud, who.getCredentials(), BUCKET);
      case "storage" -> new StorageContract(storage(who.getCredentials()), BUCKET);
      case "pubsub" -> new PubSubContract(cloud, who);
      case "tasks" -> new TasksContract(cloud, who);
      case "scheduler" -> new SchedulerContract(cloud, who);
      case "kms" -> new KmsContract(cloud, who);
      case "receiver" -> new ReceiverContract(receiver, cloud.cloud().tokens());
      case "faults" -> new FaultContract(cloud);
      case "accounts" -> new AccountContract(cloud, who.getCredentials());
      case "identity" -> new IdentityContract(cloud);
      case "signed" ->
          new SignedContract(cloud, (AccountContract) of("", "accounts"), who.getCredentials());
      case "metadata" -> new MetadataContract(cloud);
      default -> throw new IllegalArgumentException("No such API in this contract: " + api);
    };
  }

  /** One that tries again at once: what is proved is that it does, not how long it waits. */
  private Storage storage(Credentials who) {
    StorageOptions options = cloud.storage(who).getOptions();
    RetrySettings soon =
        options.getRetrySettings().toBuilder()
            .setInitialRetryDelayDuration(Duration.ofMillis(20))
            .setMaxRetryDelayDuration(Duration.ofMillis(200))
            .build();
    return options.toBuilder().setRetrySettings(soon).build().getService();
  }

  @Override
  public void close() {
    clients.values().forEach(ContractClient::close);
  }
}
