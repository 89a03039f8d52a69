package io.bridge.gateway;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** The configuration as the service would read it with a given environment. */
public final class TestConfig {
  private TestConfig() {}

  public static GatewayConfig with(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>();
    all.put("bridge.google.project", "bridge-test");
    all.put("bridge.gateway.signing-keys", "/nowhere");
    all.put("bridge.gateway.client.api-key", "test");
    all.put("bridge.gateway.client.client-id", "test");
    all.putAll(environment);
    try {
      SmallRyeConfig config =
          new SmallRyeConfigBuilder()
              .addDefaultInterceptors()
              .addDiscoveredConverters()
              .withConverter(
                  io.quarkus.runtime.configuration.MemorySize.class,
                  100,
                  new io.quarkus.runtime.configuration.MemorySizeConverter())
              .withSources(
                  new PropertiesConfigSource(all, "environment", 300),
                  new PropertiesConfigSource(
                      TestConfig.class.getResource("/application.properties"), 100))
              .withMapping(GatewayConfig.class)
              .withValidateUnknown(false)
              .build();
      return config.getConfigMapping(GatewayConfig.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
