package io.bridge.cloud.alone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandWordsTest {
  @ParameterizedTest
  @CsvSource({
    "cloud up --open, up --open",
    "--output json cloud status, --output json status",
    "train, train",
    "cloud env cloud, env cloud"
  })
  void areTakenWithAndWithoutTheFirstWordCloud(String said, String taken) {
    String[] words = CloudCommands.withoutTheWordCloud(said.split(" "));

    assertArrayEquals(taken.split(" "), words);
  }
}
