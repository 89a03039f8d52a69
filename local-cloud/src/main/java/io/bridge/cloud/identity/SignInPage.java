package io.bridge.cloud.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** The HTML of Google's place in the sign-in: one form, no script, light and dark. */
final class SignInPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
      body { margin: 0; min-height: 100vh; display: grid; place-items: center;
        background: light-dark(#f4f5f7, #16181d); color: light-dark(#1b1f27, #eceef2); }
      main { box-sizing: border-box; width: min(26rem, 100% - 2rem); padding: 2rem; border-radius: .75rem;
        background: light-dark(#fff, #21242b); border: 1px solid light-dark(#d5d9e0, #3a3f4a); }
      h1 { font-size: 1.4rem; margin: 0 0 .25rem; }
      p { margin: 0 0 1rem; color: light-dark(#4b5362, #b6bcc8); }
      label { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
      input { box-sizing: border-box; width: 100%; padding: .6rem .7rem; font: inherit;
        color: inherit; background: light-dark(#fff, #16181d);
        border: 1px solid light-dark(#78808f, #7d8594); border-radius: .4rem; }
      button { font: inherit; padding: .6rem 1rem; border-radius: .4rem; cursor: pointer;
        border: 1px solid light-dark(#1a56c4, #8fb6ff); background: none;
        color: light-dark(#1a56c4, #8fb6ff); }
      button.main { background: light-dark(#1a56c4, #8fb6ff); color: light-dark(#fff, #10131a); }
      :focus-visible { outline: 3px solid light-dark(#1a56c4, #8fb6ff); outline-offset: 2px; }
      .actions { display: flex; gap: .75rem; margin: 1.5rem 0 1rem; }
      .error { padding: .6rem .8rem; border-radius: .4rem; color: light-dark(#8a1212, #ffc9c9);
        background: light-dark(#fdecec, #451a1a); }
      a { color: light-dark(#1a56c4, #8fb6ff); }
      """;

  private SignInPage() {}

  /**
   * @param error shown above the fields; null for none
   * @param fields hidden fields of the form
   * @param otherMode where the link to the other of sign-in and sign-up leads
   */
  record Form(
      boolean signUp, String email, String error, Map<String, String> fields, String otherMode) {}

  static String form(Form form) {
    var title = form.signUp() ? "Create an account" : "Sign in";
    var body = new StringBuilder();
    body.append("<h1>").append(title).append("</h1>\n");
    body.append("<p>Accounts of this local cloud live on this machine only.</p>\n");
    if (form.error() != null) {
      body.append("<p class=\"error\" role=\"alert\" id=\"error\">")
          .append(escape(form.error()))
          .append("</p>\n");
    }
    body.append("<form method=\"post\" action=\"/o/oauth2/v2/auth\">\n");
    form.fields().forEach((name, value) -> hidden(body, name, value));
    body.append(inputs(form));
    body.append("</form>\n").append(otherMode(form));
    return page(title, body.toString());
  }

  /** A refusal that must not be told to any client. */
  static String refusal(String message) {
    return page(
        "Cannot sign in",
        "<h1>Cannot sign in</h1>\n<p role=\"alert\">" + escape(message) + "</p>\n");
  }

  /** The source of {@code style-src} that allows this page's style and no other. */
  static String styleSource() {
    return "'sha256-" + Base64.getEncoder().encodeToString(Secrets.hash(STYLE)) + "'";
  }

  static byte[] bytes(String page) {
    return page.getBytes(StandardCharsets.UTF_8);
  }

  private static String inputs(Form form) {
    var described = form.error() == null ? "" : " aria-describedby=\"error\" aria-invalid=\"true\"";
    return """
        <label for="email">E-mail</label>
        <input id="email" name="email" type="email" autocomplete="username" required autofocus
          maxlength="256" value="%s"%s>
        <label for="password">Password</label>
        <input id="password" name="password" type="password" autocomplete="%s" required
          minlength="%d"%s>
        <div class="actions">
        <button class="main" name="action" value="%s">%s</button>
        <button name="action" value="cancel" formnovalidate>Cancel</button>
        </div>
        """
        .formatted(
            escape(form.email()),
            described,
            form.signUp() ? "new-password" : "current-password",
            form.signUp() ? 6 : 1,
            described,
            form.signUp() ? "sign-up" : "sign-in",
            form.signUp() ? "Create account" : "Sign in");
  }

  private static String otherMode(Form form) {
    var text = form.signUp() ? "Sign in with an account you have" : "Create an account";
    return "<p><a href=\"" + escape(form.otherMode()) + "\">" + text + "</a></p>\n";
  }

  private static void hidden(StringBuilder body, String name, String value) {
    body.append("<input type=\"hidden\" name=\"").append(escape(name)).append("\" value=\"");
    body.append(escape(value)).append("\">\n");
  }

  private static String page(String title, String body) {
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
        + escape(title)
        + " – Bridge local cloud</title>\n<style>"
        + STYLE
        + "</style>\n</head>\n<body>\n<main>\n"
        + body
        + "</main>\n</body>\n</html>\n";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
