package io.bridge.cloud.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time of another process, as Linux tells it. */
final class Cpu {
  /** {@code USER_HZ}, which Linux fixes for what it shows. */
  private static final double TICKS_PER_SECOND = 100;

  private Cpu() {}

  /** Seconds in user and kernel mode of all its threads since it began. */
  static double seconds(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
    // The second field is the program's name in brackets, which may hold anything.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }
}
