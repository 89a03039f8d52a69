package io.bridge.cloud.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** One benchmark. */
public interface BenchCase {
  String name();

  String description();

  /**
   * Measures.
   *
   * @param scratch an empty folder, deleted afterwards
   * @param progress told what happens, for people
   */
  List<Measurement> run(Path scratch, Consumer<String> progress);
}
