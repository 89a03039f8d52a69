package io.bridge.cloud.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How one process is started.
 *
 * @param jar what the build must have left for it
 * @param ports every port it opens, checked before the start
 * @param environment all of it: nothing is inherited but PATH and HOME. Asked for at the start
 *     only, because it makes secrets that are not there yet
 */
public record ProcessSpec(
    String name,
    List<String> command,
    Path jar,
    Supplier<Map<String, String>> environment,
    List<Integer> ports,
    Readiness readiness) {}
