package io.bridge.cloud.kms;

import com.google.cloud.kms.v1.CreateCryptoKeyRequest;
import com.google.cloud.kms.v1.CreateKeyRingRequest;
import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.GetKeyRingRequest;
import com.google.cloud.kms.v1.KeyRing;
import com.google.cloud.kms.v1.ListCryptoKeysRequest;
import com.google.cloud.kms.v1.ListCryptoKeysResponse;
import com.google.cloud.kms.v1.ListKeyRingsRequest;
import com.google.cloud.kms.v1.ListKeyRingsResponse;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.iam.Iam;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The key rings and what is in them. */
record RingCalls(Iam iam, KeyRings rings, String project) {
  private static final Pattern LOCATION =
      Pattern.compile("projects/[^/]{1,63}/locations/[a-z0-9-]{1,63}");
  private static final Pattern RING =
      Pattern.compile(LOCATION.pattern() + "/keyRings/[A-Za-z0-9_-]{1,63}");

  KeyRing get(GetKeyRingRequest request) {
    String name = named(RING, request.getName());
    iam.require(Iam.current(), "cloudkms.keyRings.get", name);
    return ring(rings.require(name));
  }

  ListKeyRingsResponse list(ListKeyRingsRequest request) {
    String parent = named(LOCATION, request.getParent());
    iam.require(Iam.current(), "cloudkms.keyRings.list", parent);
    refuse(request.getFilter(), request.getOrderBy(), "listKeyRings");
    List<String> all =
        rings.names().stream().filter(ring -> ring.startsWith(parent + "/")).toList();
    Pages<String> page = Pages.of(all, request.getPageSize(), request.getPageToken());
    ListKeyRingsResponse.Builder answer =
        ListKeyRingsResponse.newBuilder().setTotalSize(all.size()).setNextPageToken(page.next());
    page.items().forEach(name -> answer.addKeyRings(ring(name)));
    return answer.build();
  }

  ListCryptoKeysResponse keys(ListCryptoKeysRequest request) {
    String parent = named(RING, request.getParent());
    iam.require(Iam.current(), "cloudkms.cryptoKeys.list", parent);
    refuse(request.getFilter(), request.getOrderBy(), "listCryptoKeys");
    List<StoredKey> all = rings.vault().keysOf(rings.require(parent));
    Pages<StoredKey> page = Pages.of(all, request.getPageSize(), request.getPageToken());
    ListCryptoKeysResponse.Builder answer =
        ListCryptoKeysResponse.newBuilder().setTotalSize(all.size()).setNextPageToken(page.next());
    page.items().forEach(key -> answer.addCryptoKeys(rings.vault().resource(key)));
    return answer.build();
  }

  KeyRing create(CreateKeyRingRequest request) {
    String parent = named(LOCATION, request.getParent());
    iam.require(Iam.current(), "cloudkms.keyRings.create", parent);
    requireOurs(parent);
    String name = named(RING, parent + "/keyRings/" + request.getKeyRingId());
    rings.create(name);
    return ring(name);
  }

  CryptoKey create(CreateCryptoKeyRequest request, Instant now) {
    String parent = named(RING, request.getParent());
    iam.require(Iam.current(), "cloudkms.cryptoKeys.create", parent);
    KeyName name = KeyName.key(parent + "/cryptoKeys/" + request.getCryptoKeyId());
    NewKey wanted = NewKey.of(request, now);
    rings.require(parent);
    KeyVault vault = rings.vault();
    return vault.resource(vault.create(name.key(), wanted.rotation(), wanted.rotatesAt()));
  }

  private void requireOurs(String location) {
    if (!location.startsWith("projects/" + project + "/")) {
      throw GoogleError.notFound("Requested entity was not found.");
    }
  }

  /** One of the topology is as old as the first key in it. */
  private KeyRing ring(String name) {
    KeyRing.Builder ring = KeyRing.newBuilder().setName(name);
    rings
        .created(name)
        .or(
            () ->
                rings.vault().keysOf(name).stream()
                    .map(StoredKey::createdAt)
                    .min(Comparator.<Instant>naturalOrder()))
        .ifPresent(at -> ring.setCreateTime(KeyResource.time(at)));
    return ring.build();
  }

  private static String named(Pattern form, String name) {
    if (!form.matcher(name).matches()) {
      throw GoogleError.invalid("The request does not contain a valid resource name.");
    }
    return name;
  }

  private static void refuse(String filter, String orderBy, String call) {
    if (!filter.isEmpty() || !orderBy.isEmpty()) {
      throw GoogleError.unimplemented("filter and order_by of " + call);
    }
  }
}
