package io.bridge.cloud;

import io.bridge.cloud.http.HttpApi;
import io.bridge.cloud.iamcredentials.IamCredentialsApi;
import io.bridge.cloud.identity.IdentityApi;
import io.grpc.BindableService;
import java.util.List;

/** Every API, in the order in which their routes are tried. */
record CloudApis(List<HttpApi> http, List<BindableService> grpc) {

  static CloudApis open(CloudContext context, Closing closing) {
    var identity = closing.add(IdentityApi.open(context));
    var iamCredentials = closing.add(new IamCredentialsApi(context));
    return new CloudApis(List.of(identity, iamCredentials), List.of());
  }
}
