package io.bridge.cloud.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Resident memory of a process tree, as Linux tells it. A page that several processes share, such
 * as PostgreSQL's buffers, counts once.
 */
public final class Memory {
  private Memory() {}

  /** Bytes; 0 where the process does not run. */
  public static long resident(long pid) {
    long own = residentOfOne(pid);
    return ProcessHandle.of(pid)
        .map(handle -> own + handle.descendants().mapToLong(d -> residentOfOne(d.pid())).sum())
        .orElse(0L);
  }

  private static long residentOfOne(long pid) {
    Path memory = Path.of("/proc", String.valueOf(pid), "smaps_rollup");
    try {
      return Files.readAllLines(memory).stream()
          .filter(line -> line.startsWith("Pss:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) * 1024)
          .sum();
    } catch (IOException e) {
      return 0;
    }
  }
}
