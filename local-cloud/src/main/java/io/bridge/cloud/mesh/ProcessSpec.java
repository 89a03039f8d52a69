package io.bridge.cloud.mesh;

import java.util.List;
import java.util.Map;

/**
 * How one process is started.
 *
 * @param ports every port it opens, checked before the start
 * @param environment all of it: nothing is inherited but PATH and HOME
 */
record ProcessSpec(
    String name,
    List<String> command,
    Map<String, String> environment,
    List<Integer> ports,
    Readiness readiness) {}
