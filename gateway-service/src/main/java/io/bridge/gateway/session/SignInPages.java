package io.bridge.gateway.session;

/** The two pages of a sign-in that are not the console's. Neither has a script or a style. */
final class SignInPages {
  private SignInPages() {}

  /**
   * Goes on to the console. A redirect would not do: the browser would still take the request for
   * another site's and hold the new cookie back.
   *
   * @param to path of characters that mean nothing in HTML but {@code &}
   */
  static String done(String to) {
    String target = to.replace("&", "&amp;");
    return page(
        "<meta http-equiv=\"refresh\" content=\"0;url=" + target + "\">",
        "<p>Signed in. <a href=\"" + target + "\">Go on</a>");
  }

  static String failed() {
    return page(
        "",
        "<h1>The sign-in did not complete</h1><p>It took too long, was cancelled, or was not begun"
            + " in this browser. <a href=\"/api/auth/login\">Start again</a>");
  }

  private static String page(String head, String body) {
    return "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Bridge</title>"
        + "<meta name=\"viewport\" content=\"width=device-width\">"
        + "<meta name=\"color-scheme\" content=\"light dark\">"
        + head
        + "</head><body>"
        + body
        + "</body></html>\n";
  }
}
