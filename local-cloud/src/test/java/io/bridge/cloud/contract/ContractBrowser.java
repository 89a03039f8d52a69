package io.bridge.cloud.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A person who signs up on the page that a client's address leads to. */
record ContractBrowser(HttpClient http) {
  private static final Pattern HIDDEN =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\">");

  /** The code that the page sends back to the client. */
  String signUp(URI page, String email) throws IOException, InterruptedException {
    HttpResponse<String> shown =
        http.send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString());
    Map<String, String> fields = new LinkedHashMap<>();
    HIDDEN.matcher(shown.body()).results().forEach(it -> fields.put(it.group(1), it.group(2)));
    fields.put("email", email);
    fields.put("password", "secret1");
    fields.put("action", "sign-up");
    HttpRequest submit =
        HttpRequest.newBuilder(page.resolve(page.getPath()))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Cookie", shown.headers().firstValue("set-cookie").orElseThrow().split(";")[0])
            .POST(BodyPublishers.ofString(form(fields)))
            .build();
    HttpResponse<String> back = http.send(submit, BodyHandlers.ofString());
    String location =
        back.headers()
            .firstValue("location")
            .orElseThrow(() -> new IllegalStateException(back.body()));
    return URLDecoder.decode(location.replaceAll(".*[?&]code=([^&]*).*", "$1"), UTF_8);
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(it -> it.getKey() + "=" + URLEncoder.encode(it.getValue(), UTF_8))
        .collect(Collectors.joining("&"));
  }
}
