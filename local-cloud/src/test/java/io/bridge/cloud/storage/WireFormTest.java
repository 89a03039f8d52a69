package io.bridge.cloud.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.bridge.cloud.http.GoogleError;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small texts of Cloud Storage's protocol. */
class WireFormTest {
  @Test
  void escapesAllButTheUnreserved() {
    assertEquals("aZ09-._~%2F%20%2B%C3%A4%F0%9F%98%80", Percent.encode("aZ09-._~/ +ä😀"));
    assertEquals("a/b%20c", Percent.encodePath("a/b c"));
    assertEquals("a/b +ä", Percent.decode("a%2Fb%20+%c3%A4"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%4", "%zz", "%ff", "%c3", "a%2"})
  void refusesBrokenEscapes(String text) {
    assertThrows(IllegalArgumentException.class, () -> Percent.decode(text));
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-4, 0, 5",
    "bytes=5-, 5, 5",
    "bytes=-3, 7, 3",
    "bytes=-30, 0, 10",
    "bytes=8-99, 8, 2",
    "bytes=10-, 10, 0",
    "bytes=-0, 10, 0"
  })
  void readsARange(String header, long first, long length) {
    assertEquals(Optional.of(new ByteRange(first, length)), ByteRange.parse(header, 10));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bytes=-", "bytes=4-2", "bytes=0-1,3-4", "rows=1-2", "bytes=a-b"})
  void passesOverARangeThatIsNone(String header) {
    assertEquals(Optional.empty(), ByteRange.parse(header, 10));
  }

  @Test
  void readsALengthRange() {
    assertEquals(new LengthRange(1, 20), LengthRange.parse("1,20"));
    LengthRange.parse(null).require(Long.MAX_VALUE / 2);
    assertThrows(XmlError.class, () -> LengthRange.parse("1-20"));
    assertThrows(XmlError.class, () -> LengthRange.parse("1,20").require(21));
    assertThrows(XmlError.class, () -> LengthRange.parse("1,20").require(0));
  }

  @Test
  void escapesWhatAnErrorQuotes() {
    XmlError error =
        new XmlError(400, "Code", "<a> & \"b\"", Map.of("Details", "nul\0 \ud800 ok\r\n"));

    assertEquals(
        "<?xml version='1.0' encoding='UTF-8'?><Error><Code>Code</Code>"
            + "<Message>&lt;a&gt; &amp; &quot;b&quot;</Message>"
            + "<Details>nul? ? ok&#13;\n</Details></Error>",
        error.toXml());
  }

  @Test
  void wordsEveryRefusalInXml() {
    assertEquals("AccessDenied", XmlError.of(GoogleError.forbidden("x")).code());
    assertEquals("NoSuchKey", XmlError.of(GoogleError.notFound("x")).code());
    assertEquals("NotImplemented", XmlError.of(GoogleError.unimplemented("x")).code());
    assertEquals("InvalidArgument", XmlError.of(GoogleError.invalid("x")).code());
  }

  @Test
  void knowsWhatAPathNames() {
    JsonPath.OneObject object = new JsonPath.OneObject("x", "a/b");
    JsonPath.NotPlayed unknown = new JsonPath.NotPlayed("storage: this path");
    assertEquals(new JsonPath.Buckets(), JsonPath.parse("/b"));
    assertEquals(object, JsonPath.parse("/b/x/o/a%2Fb"));
    assertEquals(new JsonPath.Compose(object), JsonPath.parse("/b/x/o/a%2Fb/compose"));
    assertEquals(
        new JsonPath.Copy(object, new JsonPath.OneObject("y", "c"), true),
        JsonPath.parse("/b/x/o/a%2Fb/rewriteTo/b/y/o/c"));
    assertEquals(unknown, JsonPath.parse("/b/x/o/a/b"));
    assertEquals(
        new JsonPath.NotPlayed("storage.bucketAccessControls"), JsonPath.parse("/b/x/acl"));
    assertEquals(unknown, JsonPath.parse("/projects/x"));
    assertEquals(unknown, JsonPath.parse("/b/x/o/a%2Fb/moveTo/o/c"));
    assertEquals(unknown, JsonPath.parse("/"));
    assertThrows(GoogleError.class, () -> JsonPath.parse("/b/x/o/%ff"));
  }

  @Test
  void refusesASignedQueryThatIsNone() {
    String good =
        "X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Credential=a%40b%2F20260301%2Fauto%2Fstorage"
            + "%2Fgoog4_request&X-Goog-Date=20260301T000000Z&X-Goog-Expires=60"
            + "&X-Goog-SignedHeaders=host&X-Goog-Signature=00";

    assertEquals("a@b", SignedQuery.parse(good).signer());
    assertTrue(SignedQuery.isSigned("a=b&x-goog-date=1"));
    assertMalformed(good.replace("X-Goog-Signature=00", ""));
    assertMalformed(good.replace("X-Goog-Expires=60", "X-Goog-Expires=0"));
    assertMalformed(good.replace("X-Goog-Expires=60", "X-Goog-Expires=-1"));
    assertMalformed(good.replace("=20260301T000000Z", "=20260231T000000Z"));
    assertMalformed(good.replace("=20260301T000000Z", "=20260302T000000Z"));
    assertMalformed(good.replace("storage", "bigquery"));
    assertMalformed(good.replace("SignedHeaders=host", "SignedHeaders=content-type"));
    assertMalformed(good.replace("SignedHeaders=host", "SignedHeaders=x-a%3Bhost"));
    assertMalformed(good.replace("SignedHeaders=host", "SignedHeaders=host%3Bhost"));
    assertMalformed(good.replace("SignedHeaders=host", "SignedHeaders=Host%3Bhost"));
    assertMalformed(good + "&X-Goog-Date=20260301T000000Z");
    assertMalformed(good + "&a=%ff");
  }

  private static void assertMalformed(String query) {
    assertEquals(400, assertThrows(XmlError.class, () -> SignedQuery.parse(query)).status());
  }
}
