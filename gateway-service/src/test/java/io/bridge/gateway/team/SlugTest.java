package io.bridge.gateway.team;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {
  private static final UUID ID = UUID.fromString("0a1b2c3d-0000-4000-8000-000000000000");

  @ParameterizedTest
  @CsvSource({
    "Data Team, data-team",
    "'  Été à la  plage! ', ete-a-la-plage",
    "A, a",
    "--x--, x",
    "Straße 7, stra-e-7",
    "日本, team-0a1b2c3d",
    "'!!!', team-0a1b2c3d"
  })
  void readsLikeTheName(String name, String slug) {
    assertEquals(slug, Slug.of(name, ID));
    assertTrue(Slug.isSlug(slug));
  }

  @Test
  void aLongNameIsCutWithoutADashAtTheEnd() {
    String slug = Slug.of("a".repeat(47) + " b" + "c".repeat(50), ID);
    assertEquals("a".repeat(47), slug);
    assertEquals(48, Slug.of("!" + "a".repeat(90), ID).length());
  }

  @Test
  void anythingElseIsNoSlug() {
    assertFalse(Slug.isSlug(""));
    assertFalse(Slug.isSlug("-a"));
    assertFalse(Slug.isSlug("a-"));
    assertFalse(Slug.isSlug("A"));
    assertFalse(Slug.isSlug("a\u0000"));
    assertFalse(Slug.isSlug("a".repeat(49)));
  }
}
