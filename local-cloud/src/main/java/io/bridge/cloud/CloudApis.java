package io.bridge.cloud;

import io.bridge.cloud.bigquery.BigQueryApi;
import io.bridge.cloud.http.HttpApi;
import io.bridge.cloud.iamadmin.AccountsApi;
import io.bridge.cloud.iamadmin.PolicyApi;
import io.bridge.cloud.iamcredentials.IamCredentialsApi;
import io.bridge.cloud.identity.IdentityApi;
import io.bridge.cloud.kms.KmsApi;
import io.bridge.cloud.pubsub.PubSub;
import io.bridge.cloud.pubsub.PubSubApi;
import io.bridge.cloud.scheduler.SchedulerApi;
import io.bridge.cloud.storage.ObjectStore;
import io.bridge.cloud.storage.StorageApi;
import io.bridge.cloud.tasks.TasksApi;
import io.grpc.BindableService;
import java.util.ArrayList;
import java.util.List;

/**
 * Every API, in the order in which their routes are tried.
 *
 * @param signIn the pages that a browser reaches over plain HTTP
 * @param calls what calls services by itself; started when every port listens, because a service
 *     fetches our keys before it believes a call
 * @param streams calls to us that wait for something; ended before their port is closed
 */
record CloudApis(
    List<HttpApi> http,
    HttpApi signIn,
    List<BindableService> grpc,
    List<Runnable> calls,
    AutoCloseable streams) {

  static CloudApis open(CloudContext context, Closing closing) {
    var identity = closing.add(IdentityApi.open(context));
    var iamCredentials = closing.add(new IamCredentialsApi(context));
    var pubSub = closing.add(new PubSub(context));
    var objects = closing.add(new ObjectStore(context, pubSub));
    var bigQuery = closing.add(BigQueryApi.open(context, objects));
    var tasks = closing.add(new TasksApi(context));
    var scheduler = closing.add(new SchedulerApi(context));
    // Its signed paths look like any other, so Cloud Storage is asked last.
    var storage = closing.add(new StorageApi(context, objects));
    var grpc = new ArrayList<>(new PubSubApi(context, pubSub).services());
    grpc.add(tasks);
    grpc.add(scheduler);
    grpc.add(closing.add(KmsApi.open(context)));
    return new CloudApis(
        List.of(
            identity,
            iamCredentials,
            new AccountsApi(context),
            new PolicyApi(context),
            bigQuery,
            storage),
        identity.signInPages(),
        grpc,
        List.of(pubSub::start, tasks::start, scheduler::start),
        pubSub::endPulls);
  }
}
