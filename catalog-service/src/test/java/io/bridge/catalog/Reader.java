package io.bridge.catalog;

import io.bridge.cloud.fixture.LocalCloudResource;

/** The account that the played connections' leases are for. */
final class Reader {
  private static final String ACCOUNT =
      "sync-service@" + LocalCloudResource.PROJECT + ".iam.gserviceaccount.com";

  private Reader() {}

  static String token() {
    return LocalCloudResource.cloud().tokens().accessToken(ACCOUNT);
  }
}
