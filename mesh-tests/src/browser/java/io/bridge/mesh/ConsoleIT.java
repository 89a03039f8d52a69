package io.bridge.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The demo's dashboard in a real Chromium, from its link to the last tile. */
@ExtendWith(RunningMesh.class)
class ConsoleIT {
  private static final Path CHROMIUM =
      Path.of(System.getProperty("bridge.chromium", "/usr/bin/chromium"));
  private static final Path PICTURES = Path.of(System.getProperty("bridge.root"), "docs/console");

  @Test
  void drawsEveryTileOfTheDemosDashboard(RunningMesh.Handle mesh) throws Exception {
    // Given
    JsonNode demo = DemoRun.done(mesh);
    try (Playwright playwright =
            Playwright.create(
                new Playwright.CreateOptions()
                    .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser chromium = playwright.chromium().launch(options());
        BrowserContext context = chromium.newContext(light())) {
      Page page = context.newPage();
      List<String> complaints = new ArrayList<>();
      page.onPageError(complaints::add);
      page.onConsoleMessage(
          message -> {
            // A browser says so of each 401; the first visit has one, before the sign-in.
            if (message.type().equals("error") && !message.text().contains("401")) {
              complaints.add(message.text());
            }
          });
      // When
      page.navigate(demo.path("dashboard").asText());
      page.locator("#email").fill("demo@bridge.example");
      page.locator("#password").fill(password(mesh));
      page.locator("button.main").click();
      page.waitForURL(demo.path("dashboard").asText());
      page.locator("[class*=kind-]").first().waitFor();
      page.waitForFunction("() => document.querySelectorAll('[aria-busy]').length === 0");
      // Then
      picture(page, "demo-light.png");
      Locator tiles = page.locator("[class*=kind-]:not(.kind-text)");
      assertEquals(demo.path("tiles").intValue(), tiles.count());
      assertEquals(0, page.locator(".message.error, .message.empty").count());
      int drawn =
          page.locator("[class*=kind-] .chart svg").count()
              + page.locator(".kind-kpi .value").count()
              + page.locator("[class*=kind-] table").count();
      assertTrue(drawn >= tiles.count(), drawn + " of " + tiles.count() + " are drawn");
      assertEquals(List.of(), complaints);
      // The same in the dark.
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      page.waitForTimeout(500);
      picture(page, "demo-dark.png");
      assertEquals(0, page.locator(".message.error, .message.empty").count());
    }
  }

  private static BrowserType.LaunchOptions options() {
    assertTrue(Files.isExecutable(CHROMIUM), CHROMIUM + " is not there; .ci/run installs it");
    return new BrowserType.LaunchOptions()
        .setExecutablePath(CHROMIUM)
        // Its own sandbox does not work for root, as whom a CI machine runs.
        .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage"));
  }

  private static Browser.NewContextOptions light() {
    return new Browser.NewContextOptions()
        .setColorScheme(ColorScheme.LIGHT)
        .setViewportSize(1440, 900)
        .setLocale("en-US");
  }

  /** Into the build's output; into docs/console where that is asked for. */
  private static void picture(Page page, String name) throws IOException {
    Path folder =
        Boolean.getBoolean("bridge.pictures") ? PICTURES : Path.of("target/pictures");
    Files.createDirectories(folder);
    page.screenshot(
        new Page.ScreenshotOptions().setPath(folder.resolve(name)).setFullPage(true));
  }

  private static String password(RunningMesh.Handle mesh) throws IOException {
    return Files.readString(mesh.config().state().resolve("secrets/demo-user"));
  }
}
