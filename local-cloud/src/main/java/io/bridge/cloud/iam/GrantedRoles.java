package io.bridge.cloud.iam;

import java.util.Set;

/** Roles on the project beside those of the topology. */
@FunctionalInterface
interface GrantedRoles {
  GrantedRoles NONE = _ -> Set.of();

  /** Roles of an account, by its whole address. */
  Set<String> of(String email);
}
