package io.bridge.mesh;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.cloud.http.HttpTransportOptions;
import io.bridge.cloud.tls.LocalTrust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;

/** TLS that trusts the CA of a mesh and nothing else. */
final class Trust {
  private Trust() {}

  static HttpTransportOptions transport(Path cloud) {
    return HttpTransportOptions.newBuilder()
        .setHttpTransportFactory(
            () ->
                new NetHttpTransport.Builder()
                    .setSslSocketFactory(context(cloud).getSocketFactory())
                    .build())
        .build();
  }

  static SSLContext context(Path cloud) {
    try {
      return LocalTrust.context(cloud);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
