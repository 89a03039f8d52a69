package io.bridge.cloud.iam;

import io.bridge.cloud.topology.Topology;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who holds which permission where: computed once from the topology, and from roles on the project
 * that accounts were given since.
 */
final class Bindings {
  private record Key(String email, String resource) {}

  private final Topology topology;
  private final GrantedRoles granted;
  private final Map<Key, Set<String>> permissions = new HashMap<>();

  private Bindings(Topology topology, GrantedRoles granted) {
    this.topology = topology;
    this.granted = granted;
  }

  static Bindings of(Topology topology, GrantedRoles granted) {
    var bindings = new Bindings(topology, granted);
    topology.serviceAccounts().forEach(bindings::account);
    topology.topics().forEach(bindings::topic);
    topology.queues().forEach(bindings::queue);
    topology.buckets().forEach(bindings::bucket);
    topology.keyRings().forEach(bindings::keyRing);
    return bindings;
  }

  /** True when a role on the resource, or on the project above it, has the permission. */
  boolean allow(String email, String permission, String resource) {
    return holds(email, permission, resource)
        || (below(resource) && holdsOnProject(email, permission));
  }

  /** Buckets and accounts are named without their project; here all of them are of this one. */
  private boolean below(String resource) {
    return resource.equals(project())
        || resource.startsWith(project() + "/")
        || resource.startsWith("projects/_/buckets/")
        || resource.startsWith("projects/-/serviceAccounts/");
  }

  private boolean holdsOnProject(String email, String permission) {
    return holds(email, permission, project())
        || granted.of(email).stream()
            .anyMatch(role -> RolePermissions.of(role).contains(permission));
  }

  private boolean holds(String email, String permission, String resource) {
    return permissions.getOrDefault(new Key(email, resource), Set.of()).contains(permission);
  }

  private void account(String name, Topology.ServiceAccount account) {
    account.roles().forEach(role -> grant(name, role, project()));
    account.actAs().forEach(it -> grant(name, RolePermissions.ACCOUNT_USER, accountResource(it)));
    if (account.signBlob()) {
      grant(name, RolePermissions.TOKEN_CREATOR, accountResource(name));
    }
  }

  private void topic(String name, Topology.Topic topic) {
    var resource = project() + "/topics/" + name;
    topic.publishers().forEach(it -> grant(it, RolePermissions.PUBLISHER, resource));
  }

  private void queue(String name, Topology.Queue queue) {
    // Queues of the topology have no location of their own: they are wherever they are asked for.
    var resource = project() + "/queues/" + name;
    queue.enqueuers().forEach(it -> grant(it, RolePermissions.ENQUEUER, resource));
  }

  private void bucket(String name, Topology.Bucket bucket) {
    var resource = "projects/_/buckets/" + name;
    bucket.roles().forEach((role, members) -> members.forEach(it -> grant(it, role, resource)));
  }

  private void keyRing(String name, Topology.KeyRing ring) {
    var parent = project() + "/locations/" + ring.location() + "/keyRings/" + name;
    ring.keys().forEach((id, key) -> key(parent + "/cryptoKeys/" + id, key));
  }

  private void key(String resource, Topology.Key key) {
    key.roles().forEach((role, members) -> members.forEach(it -> grant(it, role, resource)));
  }

  private void grant(String account, String role, String resource) {
    permissions
        .computeIfAbsent(new Key(topology.email(account), resource), _ -> new HashSet<>())
        .addAll(RolePermissions.of(role));
  }

  private String project() {
    return "projects/" + topology.project();
  }

  private String accountResource(String account) {
    return "projects/-/serviceAccounts/" + topology.email(account);
  }
}
