package io.bridge.cloud.dispatch;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the constructors of tests one thing for all of them, which is closed after the last. */
public abstract class OnePerRun<T extends AutoCloseable> implements ParameterResolver {
  private final Class<T> type;
  private final Start<T> start;

  /** Starts it on an empty folder. */
  @FunctionalInterface
  protected interface Start<T> {
    T on(Path dir) throws Exception;
  }

  protected OnePerRun(Class<T> type, Start<T> start) {
    this.type = type;
    this.start = start;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == type;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot().getStore(Namespace.GLOBAL).computeIfAbsent(type, _ -> started(), type);
  }

  private T started() {
    try {
      return start.on(Files.createTempDirectory(type.getSimpleName()));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
