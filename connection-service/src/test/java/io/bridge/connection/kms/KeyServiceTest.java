package io.bridge.connection.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.connection.ConnectionConfig;
import io.bridge.connection.ConnectionServiceTest;
import io.bridge.model.error.BridgeException;
import io.bridge.model.error.ErrorCode;
import io.bridge.runtime.google.GoogleIdentity;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

@ConnectionServiceTest
class KeyServiceTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final byte[] KEY = new byte[32];
  private static final byte[] AAD = {1};

  @Inject KeyService keys;
  @Inject GoogleIdentity identity;
  @Inject ConnectionConfig config;

  @Test
  void unwrapsWhatItWrappedForTheSameAadOnly() {
    WrappedKey wrapped = wait(keys.wrap(KEY, AAD));

    assertEquals(
        32, wait(keys.unwrap(wrapped.kekName(), wrapped.bytes(), AAD)).orElseThrow().length);
    assertTrue(wait(keys.unwrap(wrapped.kekName(), wrapped.bytes(), new byte[] {2})).isEmpty());
    assertTrue(wait(keys.unwrap(wrapped.kekName(), new byte[] {1}, AAD)).isEmpty());
  }

  @Test
  void saysThatKmsIsAway() throws IOException {
    KeyService away = new KeyService(away(), identity);
    try {
      assertEquals(ErrorCode.SERVICE_UNAVAILABLE, failure(away.wrap(KEY, AAD)));
      assertEquals(
          ErrorCode.SERVICE_UNAVAILABLE,
          failure(away.unwrap(config.kmsKey(), new byte[] {1}, AAD)));
    } finally {
      away.close();
    }
  }

  @Test
  void saysThatAKeyItMayNotUseIsAway() {
    String other = config.kmsKey().replace("service-account-encryption", "other");

    assertEquals(ErrorCode.SERVICE_UNAVAILABLE, failure(keys.unwrap(other, new byte[] {1}, AAD)));
  }

  /** Nobody listens on port 1. */
  private ConnectionConfig away() {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(ConnectionConfig.class)
            .withSources(
                new PropertiesConfigSource(
                    Map.of(
                        "bridge.google.project", "bridge-test",
                        "bridge.connection.kms-endpoint", "127.0.0.1:1",
                        "bridge.connection.kms-timeout", "PT1S"),
                    "away",
                    100))
            .addDefaultInterceptors()
            .build();
    return config.getConfigMapping(ConnectionConfig.class);
  }

  private static ErrorCode failure(Uni<?> call) {
    return assertThrows(BridgeException.class, () -> wait(call)).code();
  }

  private static <T> T wait(Uni<T> call) {
    return call.await().atMost(LIMIT);
  }
}
