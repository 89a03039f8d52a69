package io.bridge.runtime.google;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestFactory;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.http.json.JsonHttpContent;
import com.google.api.client.json.JsonObjectParser;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.client.util.GenericData;
import com.google.auth.ServiceAccountSigner;
import com.google.auth.http.HttpCredentialsAdapter;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;

/**
 * Signs with the account's key at Google, by IAM Credentials {@code signBlob} on the configured
 * host; the signer of compute credentials always calls the one of the cloud. Blocks: call it inside
 * {@link Blocking}.
 */
@Singleton
public class BlobSigner implements ServiceAccountSigner {
  private static final int MAX_RETRIES = 2;

  private final GoogleIdentity identity;
  private final GoogleConfig config;
  private final HttpRequestFactory requests;

  BlobSigner(GoogleIdentity identity, GoogleConfig config) {
    this.identity = identity;
    this.config = config;
    this.requests =
        new NetHttpTransport()
            .createRequestFactory(new HttpCredentialsAdapter(identity.credentials()));
  }

  @Override
  public String getAccount() {
    return identity.account();
  }

  @Override
  public byte[] sign(byte[] toSign) {
    try {
      return Base64.getDecoder().decode((String) post(toSign).get("signedBlob"));
    } catch (IOException e) {
      throw new SigningException("signBlob of " + getAccount() + " failed", e);
    }
  }

  private GenericData post(byte[] toSign) throws IOException {
    Map<String, String> body = Map.of("payload", Base64.getEncoder().encodeToString(toSign));
    HttpRequest request =
        requests.buildPostRequest(
            url(), new JsonHttpContent(GsonFactory.getDefaultInstance(), body));
    request.setParser(new JsonObjectParser(GsonFactory.getDefaultInstance()));
    request.setConnectTimeout((int) config.connectTimeout().toMillis());
    request.setReadTimeout((int) config.readTimeout().toMillis());
    request.setNumberOfRetries(MAX_RETRIES);
    HttpResponse response = request.execute();
    return response.parseAs(GenericData.class);
  }

  private GenericUrl url() {
    return new GenericUrl(
        config.iamCredentialsHost()
            + "/v1/projects/-/serviceAccounts/"
            + getAccount()
            + ":signBlob");
  }
}
