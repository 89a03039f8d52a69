package io.bridge.cloud.iam;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.topology.Topology;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who has which role on the project. What the topology says stays; beside it accounts may be given
 * roles and lose them.
 */
public final class ProjectPolicy implements GrantedRoles {
  private final Topology topology;
  private final AccountStore store;
  private volatile Map<String, Set<String>> granted;

  ProjectPolicy(Topology topology, AccountStore store) {
    this.topology = topology;
    this.store = store;
    this.granted = store.bindings();
  }

  /** Roles given to an account beside the topology. */
  @Override
  public Set<String> of(String email) {
    return granted.getOrDefault(email, Set.of());
  }

  /** Role to addresses, those of the topology too. */
  public synchronized Map<String, Set<String>> bindings() {
    var all = new TreeMap<String, Set<String>>();
    fixed().forEach((email, roles) -> roles.forEach(role -> add(all, role, email)));
    granted.forEach((email, roles) -> roles.forEach(role -> add(all, role, email)));
    return all;
  }

  /** Gives roles to an account; fails with 400 for a role that nobody knows here. */
  public synchronized void grant(String email, List<String> roles) {
    roles.forEach(ProjectPolicy::requireKnown);
    store.bind(email, roles);
    reload();
  }

  /**
   * Makes the bindings all there are, role to addresses.
   *
   * @param etag null, or what {@link #etag} said when the caller read the policy
   * @throws GoogleError 400 for a role nobody knows, 409 when the policy was changed meanwhile, 501
   *     when one of the topology is missing
   */
  public synchronized void replace(Map<String, Set<String>> bindings, String etag) {
    if (etag != null && !etag.equals(etag())) {
      throw new GoogleError(
          409, "aborted", "There were concurrent policy changes. Please retry the whole change.");
    }
    var byEmail = new HashMap<String, Set<String>>();
    bindings.forEach((role, emails) -> emails.forEach(email -> add(byEmail, email, role)));
    bindings.keySet().forEach(ProjectPolicy::requireKnown);
    fixed().forEach((email, roles) -> takeFixed(byEmail, email, roles));
    store.replaceBindings(byEmail);
    reload();
  }

  /** Changes whenever the policy does. */
  public synchronized String etag() {
    return "\"%08x\"".formatted(bindings().hashCode());
  }

  void reload() {
    granted = store.bindings();
  }

  private Map<String, Set<String>> fixed() {
    var all = new HashMap<String, Set<String>>();
    topology
        .serviceAccounts()
        .forEach((name, it) -> it.roles().forEach(role -> add(all, topology.email(name), role)));
    return all;
  }

  private static void takeFixed(Map<String, Set<String>> byEmail, String email, Set<String> roles) {
    if (!byEmail.getOrDefault(email, Set.of()).containsAll(roles)) {
      throw GoogleError.unimplemented("taking away a role of the topology from " + email);
    }
    byEmail.get(email).removeAll(roles);
  }

  private static void requireKnown(String role) {
    if (!RolePermissions.known(role)) {
      throw GoogleError.invalid("Role " + role + " is not supported for this resource.");
    }
  }

  private static void add(Map<String, Set<String>> all, String key, String value) {
    all.computeIfAbsent(key, _ -> new TreeSet<>()).add(value);
  }
}
