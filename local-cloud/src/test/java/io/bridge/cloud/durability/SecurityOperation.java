package io.bridge.cloud.durability;

import static com.google.cloud.kms.v1.CryptoKeyVersion.CryptoKeyVersionState.DISABLED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.kms.v1.CryptoKey;
import com.google.cloud.kms.v1.CryptoKeyName;
import com.google.cloud.kms.v1.CryptoKeyVersion;
import com.google.cloud.kms.v1.KeyRing;
import com.google.cloud.kms.v1.LocationName;
import com.google.protobuf.ByteString;
import com.google.protobuf.FieldMask;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;

/** Keys, accounts and people. */
enum SecurityOperation implements Operation {
  SECRET {
    @Override
    public String apply(Everything all, String key) {
      ByteString sealed = all.kms.encrypt(KEY, ByteString.copyFromUtf8(key)).getCiphertext();
      return Base64.getEncoder().encodeToString(sealed.toByteArray());
    }

    @Override
    public void check(Everything all, String key, String sealed) {
      ByteString ciphertext = ByteString.copyFrom(Base64.getDecoder().decode(sealed));
      assertEquals(key, all.kms.decrypt(KEY, ciphertext).getPlaintext().toStringUtf8());
    }
  },
  RING_AND_KEY {
    @Override
    public String apply(Everything all, String key) {
      String location = LocationName.format(TestCloud.PROJECT, "us-central1");
      KeyRing ring = all.kms.createKeyRing(location, key, KeyRing.getDefaultInstance());
      CryptoKey wanted =
          CryptoKey.newBuilder().setPurpose(CryptoKey.CryptoKeyPurpose.ENCRYPT_DECRYPT).build();
      return all.kms.createCryptoKey(ring.getName(), key, wanted).getName();
    }

    @Override
    public void check(Everything all, String key, String name) {
      assertEquals(name, all.kms.getCryptoKey(name).getName(), key);
    }
  },
  KEY_VERSION {
    @Override
    public String apply(Everything all, String key) {
      return all.kms.createCryptoKeyVersion(KEY, CryptoKeyVersion.getDefaultInstance()).getName();
    }

    @Override
    public void check(Everything all, String key, String name) {
      assertEquals(name, all.kms.getCryptoKeyVersion(name).getName());
    }
  },
  DISABLED_KEY_VERSION {
    @Override
    public String apply(Everything all, String key) {
      CryptoKeyVersion made = CryptoKeyVersion.getDefaultInstance();
      String name = all.kms.createCryptoKeyVersion(KEY, made).getName();
      CryptoKeyVersion wanted =
          CryptoKeyVersion.newBuilder().setName(name).setState(DISABLED).build();
      all.kms.updateCryptoKeyVersion(wanted, FieldMask.newBuilder().addPaths("state").build());
      return name;
    }

    @Override
    public void check(Everything all, String key, String name) {
      assertEquals(DISABLED, all.kms.getCryptoKeyVersion(name).getState(), key);
    }
  },
  ACCOUNT_KEY {
    @Override
    public String apply(Everything all, String key) {
      var account = all.iam("", "{\"accountId\":\"robot-" + key + "\"}");
      String keys = "/" + account.path("email").asText() + "/keys";
      return all.iam(keys, "{}").path("privateKeyData").asText();
    }

    /** It signs for an access token of its account. */
    @Override
    public void check(Everything all, String key, String file) throws IOException {
      var in = new ByteArrayInputStream(Base64.getDecoder().decode(file));
      var credentials =
          ServiceAccountCredentials.fromStream(in, () -> all.transport).toBuilder()
              .setTokenServerUri(all.cloud.cloud().https().resolve("/token"))
              .build()
              .createScoped("https://www.googleapis.com/auth/cloud-platform");
      String token = credentials.refreshAccessToken().getTokenValue();
      assertEquals(
          all.cloud.email("robot-" + key),
          all.cloud.cloud().tokens().verifyAccessToken(token).email());
    }

    /** An RSA key takes long to find. */
    @Override
    public int weight() {
      return 1;
    }
  },
  PERSON {
    @Override
    public String apply(Everything all, String key) {
      return all.account("signUp", key + "@example.com", "password of " + key)
          .path("localId")
          .asText();
    }

    @Override
    public void check(Everything all, String key, String id) {
      var answer = all.account("signInWithPassword", key + "@example.com", "password of " + key);
      assertTrue(!id.isEmpty(), key);
      assertEquals(id, answer.path("localId").asText(), key);
    }

    /** Hashing a password takes a core for half a second. */
    @Override
    public int weight() {
      return 1;
    }
  };

  private static final String KEY =
      CryptoKeyName.format(TestCloud.PROJECT, "us-central1", "durable", "one");
}
