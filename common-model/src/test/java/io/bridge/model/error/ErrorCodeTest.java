package io.bridge.model.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorCodeTest {
  @ParameterizedTest
  @EnumSource
  void isExplainedInTheDocumentThatItsTypePointsTo(ErrorCode code) throws IOException {
    String problems = Files.readString(Path.of("../docs/problems.md"));

    assertTrue(problems.contains("\n## " + code.slug() + "\n"), code + " has no section");
  }

  @ParameterizedTest
  @EnumSource
  void hasAStatusOfItsCategory(ErrorCode code) {
    int kind =
        switch (code.category()) {
          case CALLER, CONFLICT -> 4;
          case INTERNAL -> 5;
          case UPSTREAM -> code.status() / 100;
        };
    assertEquals(kind, code.status() / 100);
  }

  @Test
  void becomesAProblemBody() {
    BridgeException e = ErrorCode.UPLOAD_NOT_FOUND.with("No upload 7");

    Problem problem = Problem.of(e, "/v1/uploads/7", "c-1");

    assertEquals("/problems/upload-not-found", problem.type());
    assertEquals(404, problem.status());
    assertEquals("No upload 7", problem.detail());
    assertEquals("UPLOAD_NOT_FOUND", problem.code());
    assertEquals("c-1", problem.traceId());
  }
}
