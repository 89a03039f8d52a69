package io.bridge.cloud.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.kms.v1.CryptoKeyName;
import com.google.cloud.kms.v1.DecryptRequest;
import com.google.cloud.kms.v1.EncryptRequest;
import com.google.cloud.kms.v1.KeyManagementServiceClient;
import com.google.cloud.kms.v1.KeyManagementServiceSettings;
import com.google.protobuf.ByteString;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;

/** Cloud KMS' calls. */
final class KmsContract implements ContractClient {
  private final KeyManagementServiceClient keys;

  KmsContract(TestCloud cloud) throws IOException {
    keys =
        KeyManagementServiceClient.create(
            KeyManagementServiceSettings.newBuilder()
                .setTransportChannelProvider(cloud.channel())
                .setCredentialsProvider(cloud.asAdmin())
                .build());
  }

  @Override
  public Object call(String call, JsonNode with) {
    CryptoKeyName key =
        CryptoKeyName.of(TestCloud.PROJECT, "us-central1", "contract", with.path("key").asText());
    ByteString context = ByteString.copyFromUtf8(with.path("context").asText());
    return switch (call) {
      case "encrypt" -> {
        ByteString sealed =
            keys.encrypt(
                    EncryptRequest.newBuilder()
                        .setName(key.toString())
                        .setPlaintext(ByteString.copyFromUtf8(with.path("text").asText()))
                        .setAdditionalAuthenticatedData(context)
                        .build())
                .getCiphertext();
        yield Map.of("ciphertext", Base64.getEncoder().encodeToString(sealed.toByteArray()));
      }
      case "decrypt" -> {
        byte[] sealed = Base64.getDecoder().decode(with.path("ciphertext").asText());
        yield Map.of(
            "text",
            keys.decrypt(
                    DecryptRequest.newBuilder()
                        .setName(key.toString())
                        .setCiphertext(ByteString.copyFrom(sealed))
                        .setAdditionalAuthenticatedData(context)
                        .build())
                .getPlaintext()
                .toStringUtf8());
      }
      case "getKey" -> Map.of("purpose", keys.getCryptoKey(key).getPurpose().name());
      default -> throw ContractClient.unknown(call);
    };
  }

  @Override
  public void close() {
    keys.close();
  }
}
