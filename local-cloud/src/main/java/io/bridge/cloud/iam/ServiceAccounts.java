package io.bridge.cloud.iam;

import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.topology.Topology;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The service accounts of the project: those of the topology, which stay, and those that somebody
 * makes, with their keys and their roles. State is {@code <dir>/accounts}.
 */
public final class ServiceAccounts implements AutoCloseable {
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final int MAX_KEYS = 10;
  private static final int KEY_BITS = 2048;
  private static final int MAX_TEXT = 256;

  private final Topology topology;
  private final Clock clock;
  private final AccountStore store;
  private final ProjectPolicy policy;
  private final SecureRandom random = new SecureRandom();

  private ServiceAccounts(Topology topology, Clock clock, AccountStore store) {
    this.topology = topology;
    this.clock = clock;
    this.store = store;
    this.policy = new ProjectPolicy(topology, store);
  }

  /**
   * @param dir the root of all state
   */
  public static ServiceAccounts open(Path dir, Topology topology, Clock clock) {
    return new ServiceAccounts(topology, clock, new AccountStore(dir));
  }

  /** The project's policy. */
  public ProjectPolicy policy() {
    return policy;
  }

  /**
   * A new account.
   *
   * @throws GoogleError 400 for what cannot be its name, 409 when there is one
   */
  public ServiceAccount create(String id, String displayName, String description) {
    if (!ID.matcher(id).matches()) {
      throw GoogleError.invalid("The account ID \"" + printable(id) + "\" has an invalid format.");
    }
    if (displayName.length() > MAX_TEXT || description.length() > MAX_TEXT) {
      throw GoogleError.invalid("The display name or the description is too long.");
    }
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var account = new ServiceAccount(topology.email(id), displayName, description, now);
    // Names of Google's own agents hold roles already: whoever took one would get them.
    if (isFixed(id) || Topology.GOOGLE_AGENTS.contains(id) || !store.insert(account)) {
      throw GoogleError.conflict(
          "Service account " + id + " already exists within project projects/" + project() + ".");
    }
    return account;
  }

  /** In the order of their addresses. */
  public List<ServiceAccount> list() {
    var all = new ArrayList<>(store.accounts());
    topology.serviceAccounts().keySet().forEach(it -> all.add(fixed(topology.email(it))));
    all.sort(Comparator.comparing(ServiceAccount::email));
    return all;
  }

  public Optional<ServiceAccount> find(String email) {
    return isFixed(id(email)) && email.equals(topology.email(id(email)))
        ? Optional.of(fixed(email))
        : store.account(email);
  }

  /** Fails with 404. */
  public ServiceAccount require(String email) {
    return find(email).orElseThrow(() -> missing(email));
  }

  /** Takes the account with its keys and roles; fails with 404, or 501 for one of the topology. */
  public void delete(String email) {
    if (require(email).createdAt() == null) {
      throw GoogleError.unimplemented("taking away a service account of the topology");
    }
    if (!store.delete(email)) {
      throw missing(email);
    }
    policy.reload();
  }

  /** A new key of an account; fails with 404, or 400 when it has ten. */
  public IssuedKey createKey(String email) {
    require(email);
    var pair = newPair();
    var now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    var key = new AccountKey(newId(), email, (RSAPublicKey) pair.getPublic(), now);
    if (!store.insert(key, MAX_KEYS)) {
      throw new GoogleError(
          400, "failedPrecondition", "Maximum number of keys on account reached.");
    }
    return new IssuedKey(key, new KeyFile(project(), key, pair.getPrivate()).json());
  }

  /** Oldest first; fails with 404 for an unknown account. */
  public List<AccountKey> keys(String email) {
    require(email);
    return store.keys(email);
  }

  public Optional<AccountKey> key(String email, String id) {
    return store.keys(email).stream().filter(it -> it.id().equals(id)).findFirst();
  }

  /** From now on nothing is issued for what the key signs; fails with 404. */
  public void deleteKey(String email, String id) {
    require(email);
    if (!store.deleteKey(email, id)) {
      throw GoogleError.notFound("Service account key " + id + " does not exist.");
    }
  }

  @Override
  public void close() {
    store.close();
  }

  private ServiceAccount fixed(String email) {
    return new ServiceAccount(email, id(email), "Of the topology", null);
  }

  private boolean isFixed(String id) {
    return topology.serviceAccounts().containsKey(id);
  }

  private String project() {
    return topology.project();
  }

  private String newId() {
    var bytes = new byte[20];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static GoogleError missing(String email) {
    return GoogleError.notFound("Unknown service account: " + printable(email));
  }

  private static String id(String email) {
    return email.substring(0, Math.max(0, email.indexOf('@')));
  }

  private static String printable(String text) {
    var clean = text.replaceAll("[^\\x20-\\x7e]", "?");
    return clean.substring(0, Math.min(100, clean.length()));
  }

  private static KeyPair newPair() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(KEY_BITS);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
