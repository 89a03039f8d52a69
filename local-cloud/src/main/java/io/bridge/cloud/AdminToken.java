package io.bridge.cloud;

import io.bridge.cloud.iam.Tokens;
import io.bridge.cloud.store.PrivateFiles;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * {@code <dir>/iam/admin-token}: an access token that may do everything, for a person with curl on
 * this machine. Mode 0600; renewed while local-cloud runs.
 */
record AdminToken(Tokens tokens, Path dir) {
  private static final long RENEW_MILLIS = TimeUnit.MINUTES.toMillis(30);

  AutoCloseable keepFresh(Vertx vertx) {
    write();
    var timer = vertx.setPeriodic(RENEW_MILLIS, _ -> vertx.executeBlocking(this::write, false));
    return () -> vertx.cancelTimer(timer);
  }

  private Path write() {
    var file = dir.resolve("iam").resolve("admin-token");
    var token = tokens.accessToken(tokens.adminEmail());
    PrivateFiles.write(file, token.getBytes(StandardCharsets.US_ASCII));
    return file;
  }
}
