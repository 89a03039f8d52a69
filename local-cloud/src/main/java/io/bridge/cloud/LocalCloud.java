package io.bridge.cloud;

import java.net.URI;
import java.nio.file.Path;

/** Google's wire APIs on one machine. */
public final class LocalCloud implements AutoCloseable {
  private LocalCloud() {}

  /** Returns when every port listens. */
  public static LocalCloud start(LocalCloudConfig config) {
    throw new UnsupportedOperationException();
  }

  public URI https() {
    throw new UnsupportedOperationException();
  }

  /** Address of the gRPC port: {@code localhost:<port>}. */
  public String grpc() {
    throw new UnsupportedOperationException();
  }

  public Path caPem() {
    throw new UnsupportedOperationException();
  }

  public Path trustStore() {
    throw new UnsupportedOperationException();
  }

  public void registerService(String service, URI baseUrl) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
