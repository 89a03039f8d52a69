package io.bridge.cloud.storage;

import static io.bridge.cloud.dispatch.TestCloud.BUCKET;
import static io.bridge.cloud.dispatch.TestCloud.QUIET_BUCKET;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.auth.ServiceAccountSigner;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.cloud.storage.BlobInfo;
import com.google.cloud.storage.HttpMethod;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.Storage.SignUrlOption;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** V4 signed URLs made by Google's client, used by a plain one: as signed, or not at all. */
class SignedUrlTest {
  private static final String TYPE = "application/vnd.apache.parquet";

  @TempDir static Path dir;

  private static TestCloud cloud;
  private static Storage storage;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    cloud = TestCloud.start(dir, URI.create("http://localhost:9"));
    storage = cloud.storage("writer");
    http = cloud.http();
  }

  @AfterAll
  static void stop() {
    http.close();
    cloud.close();
  }

  @Test
  void takesWhatWasSigned() throws Exception {
    byte[] bytes = "vier Stunden".getBytes(UTF_8);

    HttpResponse<String> answer = put(signedPut("signed/ok ä+.parquet"), headers(), bytes);

    assertEquals(200, answer.statusCode(), answer.body());
    var stored = storage.get(BUCKET, "signed/ok ä+.parquet");
    assertArrayEquals(bytes, stored.getContent());
    assertEquals(TYPE, stored.getContentType());
    assertEquals(
        Long.toString(stored.getGeneration()),
        answer.headers().firstValue("x-goog-generation").orElseThrow());
    assertEquals(
        "\"" + stored.getMd5ToHexString() + "\"",
        answer.headers().firstValue("ETag").orElseThrow());
    assertEquals(
        "crc32c=" + stored.getCrc32c() + ",md5=" + stored.getMd5(),
        answer.headers().firstValue("x-goog-hash").orElseThrow());
  }

  @Test
  void takesASignatureOfTheHostWithoutItsPort() throws Exception {
    storage.create(BlobInfo.newBuilder(BUCKET, "signed/portless").build(), new byte[1]);
    URI root = cloud.cloud().https();
    String url = signedByHand("GET", "/" + BUCKET + "/signed/portless", "", root.getHost());

    assertEquals(200, get(URI.create(url), Map.of()).statusCode());
    String elsewhere = signedByHand("GET", "/" + BUCKET + "/signed/portless", "", "127.0.0.1");
    assertRefused(403, "SignatureDoesNotMatch", get(URI.create(elsewhere), Map.of()));
  }

  @Test
  void readsWhatWasSigned() throws Exception {
    storage.create(
        BlobInfo.newBuilder(BUCKET, "signed/read").build(), "0123456789".getBytes(UTF_8));
    URI url = signedGet("signed/read");

    HttpResponse<String> whole = get(url, Map.of());
    HttpResponse<String> part = get(url, Map.of("Range", "bytes=3-5"));
    HttpResponse<String> end = get(url, Map.of("Range", "bytes=-2"));
    HttpResponse<String> beyond = get(url, Map.of("Range", "bytes=10-"));

    assertEquals("0123456789", whole.body());
    assertEquals(206, part.statusCode());
    assertEquals("345", part.body());
    assertEquals("bytes 3-5/10", part.headers().firstValue("Content-Range").orElseThrow());
    assertEquals("89", end.body());
    assertEquals(416, beyond.statusCode());
  }

  @Test
  void takesWhatAKeySignedThatWasIssuedWhileItRuns() throws Exception {
    storage.create(BlobInfo.newBuilder(BUCKET, "signed/issued").build(), "ab".getBytes(UTF_8));
    var reader = issued("url-reader", "roles/storage.objectViewer");
    var nobody = issued("url-nobody", "roles/pubsub.viewer");
    URI url = signedBy(reader);
    URI unallowed = signedBy(nobody);

    HttpResponse<String> answer = get(url, Map.of());

    assertEquals("ab", answer.body());
    assertRefused(403, "AccessDenied", get(unallowed, Map.of()));
    deleteKeyOf(reader);
    assertRefused(403, "SignatureDoesNotMatch", get(url, Map.of()));
  }

  private static ServiceAccountCredentials issued(String account, String role) throws IOException {
    String file = cloud.cloud().issueKey(account, List.of(role));
    return ServiceAccountCredentials.fromStream(new ByteArrayInputStream(file.getBytes(UTF_8)));
  }

  private static URI signedBy(ServiceAccountSigner signer) {
    return URI.create(
        storage
            .signUrl(
                BlobInfo.newBuilder(BUCKET, "signed/issued").build(),
                5,
                TimeUnit.MINUTES,
                SignUrlOption.withV4Signature(),
                SignUrlOption.signWith(signer),
                SignUrlOption.withHostName(cloud.cloud().https().toString()))
            .toString());
  }

  private static void deleteKeyOf(ServiceAccountCredentials account) throws Exception {
    String path =
        "/v1/projects/-/serviceAccounts/"
            + account.getClientEmail()
            + "/keys/"
            + account.getPrivateKeyId();
    HttpRequest delete =
        HttpRequest.newBuilder(cloud.cloud().https().resolve(path))
            .header(
                "Authorization", "Bearer " + cloud.cloud().tokens().accessToken(cloud.adminEmail()))
            .DELETE()
            .build();
    assertEquals(200, http.send(delete, BodyHandlers.ofString()).statusCode());
  }

  @Test
  void sendsNothingAgainToWhoHasIt() throws Exception {
    var stored = storage.create(BlobInfo.newBuilder(BUCKET, "signed/tag").build(), new byte[3]);
    URI url = signedGet("signed/tag");
    String tag = "\"" + stored.getMd5ToHexString() + "\"";

    HttpResponse<String> known = get(url, Map.of("If-None-Match", tag));
    HttpResponse<String> unknown = get(url, Map.of("If-None-Match", "\"other\""));

    assertEquals(304, known.statusCode());
    assertEquals(tag, known.headers().firstValue("ETag").orElseThrow());
    assertEquals(200, unknown.statusCode());
    assertEquals(412, get(url, Map.of("If-Match", "\"other\"")).statusCode());
  }

  @Test
  void readsAComposedObjectThatHasNoMd5() throws Exception {
    storage.create(BlobInfo.newBuilder(BUCKET, "signed/part").build(), "ab".getBytes(UTF_8));
    storage.compose(
        Storage.ComposeRequest.of(
            BUCKET, java.util.List.of("signed/part", "signed/part"), "signed/whole"));

    HttpResponse<String> answer = get(signedGet("signed/whole"), Map.of());

    assertEquals("abab", answer.body());
    assertEquals("2", answer.headers().firstValue("x-goog-component-count").orElseThrow());
    String hash = answer.headers().firstValue("x-goog-hash").orElseThrow();
    assertTrue(hash.matches("crc32c=[A-Za-z0-9+/=]{8}"), hash);
  }

  @Test
  void anUploadWithTooMuchMetadataSpoilsNoListing() throws Exception {
    Map<String, String> headers = headers();
    headers.put("x-goog-meta-long", "x".repeat(9000));

    HttpResponse<String> answer =
        put(signed("neg/long", HttpMethod.PUT, headers), headers, new byte[5]);

    assertRefused(400, "InvalidArgument", answer);
    assertTrue(storage.list(BUCKET).streamAll().count() >= 0);
  }

  @Test
  void answersAboutAnObjectWithoutItsBytes() throws Exception {
    storage.create(BlobInfo.newBuilder(BUCKET, "signed/head").build(), new byte[77]);
    URI url = signed("signed/head", HttpMethod.HEAD, Map.of());

    HttpRequest head = HttpRequest.newBuilder(url).method("HEAD", BodyPublishers.noBody()).build();
    HttpResponse<String> answer = http.send(head, BodyHandlers.ofString());

    assertEquals(200, answer.statusCode());
    assertEquals("77", answer.headers().firstValue("Content-Length").orElseThrow());
  }

  @Test
  void refusesAnotherContentType() throws Exception {
    Map<String, String> headers = headers();
    headers.put("content-type", "text/plain");

    assertRefused(403, "SignatureDoesNotMatch", put(signedPut("neg/type"), headers, new byte[5]));
  }

  @Test
  void refusesAChangedHeader() throws Exception {
    Map<String, String> headers = headers();
    headers.put("x-goog-content-length-range", "1,9999999");

    assertRefused(403, "SignatureDoesNotMatch", put(signedPut("neg/header"), headers, new byte[5]));
  }

  @Test
  void refusesWithoutASignedHeader() throws Exception {
    Map<String, String> headers = headers();
    headers.remove("x-goog-if-generation-match");

    assertRefused(
        400, "MalformedSecurityHeader", put(signedPut("neg/missing"), headers, new byte[5]));
  }

  @Test
  void refusesAGoogleHeaderThatWasNotSigned() throws Exception {
    Map<String, String> headers = headers();
    headers.put("x-goog-meta-owner", "me");

    assertRefused(
        400, "MalformedSecurityHeader", put(signedPut("neg/unsigned"), headers, new byte[5]));
  }

  @Test
  void refusesAnotherMethod() throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(signedPut("neg/method"));
    headers().forEach(request::header);

    assertRefused(
        403, "SignatureDoesNotMatch", http.send(request.GET().build(), BodyHandlers.ofString()));
    assertRefused(
        403, "SignatureDoesNotMatch", http.send(request.DELETE().build(), BodyHandlers.ofString()));
  }

  @Test
  void refusesAnotherBucketAndAnotherObject() throws Exception {
    String url = signedPut("neg/place").toString();

    assertRefused(
        403,
        "SignatureDoesNotMatch",
        put(URI.create(url.replace(BUCKET, QUIET_BUCKET)), headers(), new byte[5]));
    assertRefused(
        403,
        "SignatureDoesNotMatch",
        put(URI.create(url.replace("neg/place", "neg/other")), headers(), new byte[5]));
    assertNull(storage.get(QUIET_BUCKET, "neg/place"));
  }

  @Test
  void refusesChangedParameters() throws Exception {
    String url = signedPut("neg/query").toString();

    assertRefused(
        403,
        "SignatureDoesNotMatch",
        put(
            URI.create(url.replace("X-Goog-Expires=900", "X-Goog-Expires=9000")),
            headers(),
            new byte[5]));
    assertRefused(
        403,
        "SignatureDoesNotMatch",
        put(URI.create(url + "&generation=1"), headers(), new byte[5]));
    assertRefused(
        400,
        "AuthorizationQueryParametersError",
        put(URI.create(url + "&x-goog-expires=9000"), headers(), new byte[5]));
    assertRefused(
        400,
        "AuthorizationQueryParametersError",
        put(
            URI.create(url.replaceAll("X-Goog-Signature=.*", "X-Goog-Signature=zz")),
            headers(),
            new byte[5]));
    assertRefused(
        403,
        "SignatureDoesNotMatch",
        put(
            URI.create(url.replaceAll("X-Goog-Signature=.*", "X-Goog-Signature=00")),
            headers(),
            new byte[5]));
    assertRefused(
        501,
        "NotImplemented",
        put(
            URI.create(url.replace("GOOG4-RSA-SHA256", "GOOG4-HMAC-SHA256")),
            headers(),
            new byte[5]));
  }

  @Test
  void refusesALargerBody() throws Exception {
    assertRefused(400, "EntityTooLarge", put(signedPut("neg/large"), headers(), new byte[101]));
    HttpRequest.Builder chunked = HttpRequest.newBuilder(signedPut("neg/large"));
    headers().forEach(chunked::header);
    chunked.PUT(
        BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(new byte[101])));
    assertRefused(400, "EntityTooLarge", http.send(chunked.build(), BodyHandlers.ofString()));
    assertNull(storage.get(BUCKET, "neg/large"));
  }

  @Test
  void refusesASmallerBody() throws Exception {
    assertRefused(400, "EntityTooSmall", put(signedPut("neg/small"), headers(), new byte[0]));
    assertNull(storage.get(BUCKET, "neg/small"));
  }

  @Test
  void refusesTheSameUrlAgainOnceTheObjectIsThere() throws Exception {
    URI url = signedPut("neg/replay");
    assertEquals(200, put(url, headers(), new byte[] {1}).statusCode());

    assertRefused(412, "PreconditionFailed", put(url, headers(), new byte[] {2}));

    assertArrayEquals(new byte[] {1}, storage.readAllBytes(BUCKET, "neg/replay"));
  }

  @Test
  void refusesWrongSumsOfTheBody() throws Exception {
    Map<String, String> headers = headers();
    headers.put("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==");

    assertRefused(400, "BadDigest", put(signedPut("neg/digest"), headers, new byte[5]));
    assertNull(storage.get(BUCKET, "neg/digest"));
  }

  @Test
  void refusesASignerWithoutTheRole() throws Exception {
    assertRefused(
        403, "AccessDenied", put(signedPut("neg/role", "reader"), headers(), new byte[5]));
    assertRefused(
        403, "AccessDenied", put(signedPut("neg/role", "nobody"), headers(), new byte[5]));
  }

  @Test
  void refusesASignerThatDoesNotExist() throws Exception {
    assertRefused(
        403, "InvalidSecurity", put(signedPut("neg/signer", "ghost"), headers(), new byte[5]));
  }

  @Test
  void refusesWhatIsNotSignedAtAll() throws Exception {
    URI url = cloud.cloud().https().resolve("/" + BUCKET + "/plain");

    assertRefused(403, "AccessDenied", put(url, Map.of(), new byte[5]));
    assertRefused(403, "AccessDenied", get(url, Map.of()));
    assertRefused(401, "AuthenticationRequired", get(url, Map.of("Authorization", "Bearer x")));
    assertRefused(
        501, "NotImplemented", get(URI.create(url + "?GoogleAccessId=a&Signature=b"), Map.of()));
  }

  @Test
  void refusesWhatItDoesNotPlayNamingIt() throws Exception {
    URI delete = signed("neg/delete", HttpMethod.DELETE, Map.of());
    HttpRequest request = HttpRequest.newBuilder(delete).DELETE().build();

    assertRefused(501, "NotImplemented", http.send(request, BodyHandlers.ofString()));
    Map<String, String> acl = headers();
    acl.put("x-goog-acl", "public-read");
    URI put = signed("neg/acl", HttpMethod.PUT, acl);
    assertRefused(501, "NotImplemented", put(put, acl, new byte[5]));
    assertRefused(
        501,
        "NotImplemented",
        get(
            URI.create(signedByHand("GET", "/" + BUCKET + "/x", "&response-content-type=a")),
            Map.of()));
  }

  @Test
  void keepsCustomMetadataThatWasSigned() throws Exception {
    Map<String, String> headers = headers();
    headers.put("x-goog-meta-owner", "me");

    assertEquals(
        200,
        put(signed("signed/meta", HttpMethod.PUT, headers), headers, new byte[5]).statusCode());

    assertEquals(Map.of("owner", "me"), storage.get(BUCKET, "signed/meta").getMetadata());
    HttpResponse<String> read = get(signedGet("signed/meta"), Map.of());
    assertEquals("me", read.headers().firstValue("x-goog-meta-owner").orElseThrow());
  }

  @Test
  void tellsThatAnObjectIsNotThere() throws Exception {
    assertRefused(404, "NoSuchKey", get(signedGet("nothing"), Map.of()));
    URI url = URI.create(signedByHand("GET", "/none-such/x", Instant.now(), 60));
    assertRefused(404, "NoSuchBucket", get(url, Map.of()));
  }

  @Test
  void refusesBeforeAndAfterItsTime() throws Exception {
    storage.create(BlobInfo.newBuilder(BUCKET, "time").build(), new byte[1]);
    String path = "/" + BUCKET + "/time";
    Instant now = Instant.now();

    String expired = signedByHand("GET", path, now.minusSeconds(61), 60);
    String early = signedByHand("GET", path, now.plusSeconds(16 * 60), 60);
    String tooLong = signedByHand("GET", path, now, 604_801);
    String longest = signedByHand("GET", path, now, 604_800);

    assertRefused(400, "ExpiredToken", get(URI.create(expired), Map.of()));
    assertRefused(403, "RequestTimeTooSkewed", get(URI.create(early), Map.of()));
    assertRefused(400, "AuthorizationQueryParametersError", get(URI.create(tooLong), Map.of()));
    assertEquals(200, get(URI.create(longest), Map.of()).statusCode());
  }

  private static void assertRefused(int status, String code, HttpResponse<String> answer) {
    assertEquals(status, answer.statusCode(), answer.body());
    assertTrue(answer.body().contains("<Code>" + code + "</Code>"), answer.body());
    assertTrue(
        answer.headers().firstValue("Content-Type").orElse("").startsWith("application/xml"));
  }

  private static URI signedPut(String name) throws Exception {
    return signedPut(name, "writer");
  }

  private static URI signedPut(String name, String signer) throws Exception {
    return signed(name, HttpMethod.PUT, headers(), signer);
  }

  private static URI signedGet(String name) throws Exception {
    return signed(name, HttpMethod.GET, Map.of());
  }

  private static URI signed(String name, HttpMethod method, Map<String, String> headers)
      throws Exception {
    return signed(name, method, headers, "writer");
  }

  private static URI signed(
      String name, HttpMethod method, Map<String, String> headers, String signer) throws Exception {
    return storage
        .signUrl(
            BlobInfo.newBuilder(BUCKET, name).build(),
            15,
            TimeUnit.MINUTES,
            SignUrlOption.withV4Signature(),
            SignUrlOption.httpMethod(method),
            SignUrlOption.withExtHeaders(headers),
            SignUrlOption.withHostName(cloud.cloud().https().toString()),
            SignUrlOption.signWith(new LocalSigner(cloud.email(signer))))
        .toURI();
  }

  private static Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    headers.put("content-type", TYPE);
    headers.put("x-goog-content-length-range", "1,100");
    headers.put("x-goog-if-generation-match", "0");
    return headers;
  }

  private static HttpResponse<String> put(URI url, Map<String, String> headers, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    headers.forEach(request::header);
    return http.send(
        request.PUT(BodyPublishers.ofByteArray(body)).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(URI url, Map<String, String> headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(url);
    headers.forEach(request::header);
    return http.send(request.GET().build(), BodyHandlers.ofString());
  }

  /** An independent signature of a request with no header but Host, at a time of our choice. */
  private static String signedByHand(String method, String path, Instant at, long seconds)
      throws Exception {
    return signedByHand(method, path, at, seconds, "");
  }

  private static String signedByHand(String method, String path, String more) throws Exception {
    return signedByHand(method, path, Instant.now(), 60, more);
  }

  private static String signedByHand(String method, String path, String more, String host)
      throws Exception {
    return signedByHand(method, path, Instant.now(), 60, more, host);
  }

  private static String signedByHand(
      String method, String path, Instant at, long seconds, String more) throws Exception {
    String host = cloud.cloud().https().getAuthority();
    return signedByHand(method, path, at, seconds, more, host);
  }

  private static String signedByHand(
      String method, String path, Instant at, long seconds, String more, String host)
      throws Exception {
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC).format(at);
    String scope = time.substring(0, 8) + "/auto/storage/goog4_request";
    Map<String, String> query = new TreeMap<>();
    query.put("X-Goog-Algorithm", "GOOG4-RSA-SHA256");
    query.put(
        "X-Goog-Credential",
        (cloud.email("writer") + "/" + scope).replace("/", "%2F").replace("@", "%40"));
    query.put("X-Goog-Date", time);
    query.put("X-Goog-Expires", Long.toString(seconds));
    query.put("X-Goog-SignedHeaders", "host");
    String canonicalQuery =
        query.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("&"))
            + more;
    URI root = cloud.cloud().https();
    String canonical =
        method
            + "\n"
            + path
            + "\n"
            + canonicalQuery
            + "\nhost:"
            + host
            + "\n\nhost\nUNSIGNED-PAYLOAD";
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(UTF_8));
    String toSign =
        "GOOG4-RSA-SHA256\n" + time + "\n" + scope + "\n" + HexFormat.of().formatHex(hash);
    byte[] signature = cloud.cloud().tokens().sign(cloud.email("writer"), toSign.getBytes(UTF_8));
    return root
        + path
        + "?"
        + canonicalQuery
        + "&X-Goog-Signature="
        + HexFormat.of().formatHex(signature);
  }

  private record LocalSigner(String email) implements ServiceAccountSigner {
    @Override
    public String getAccount() {
      return email;
    }

    @Override
    public byte[] sign(byte[] bytes) {
      return cloud.cloud().tokens().sign(email, bytes);
    }
  }
}
