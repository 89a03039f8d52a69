package io.bridge.cloud.contract;

import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.bridge.cloud.dispatch.TestCloud;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.function.Executable;

/**
 * One case, as Google's clients for Java play it.
 *
 * @param receiver base address of the service that Google calls
 * @param api of the steps that name no other
 */
record ContractCase(ContractCallers callers, URI receiver, JsonNode api, JsonNode data) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** It runs from now on; what is returned awaits its end. */
  Executable begun() {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              run();
              return null;
            });
    Thread.ofVirtual().start(task);
    return () -> {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw e.getCause();
      }
    };
  }

  void run() throws Exception {
    Map<String, String> known = new HashMap<>();
    known.put("project", TestCloud.PROJECT);
    known.put("run", "java");
    known.put("receiver", receiver.toString());
    for (JsonNode step : data.path("steps")) {
      String called = step.path("api").asText(api.asText());
      step(callers.of(step.path("as").asText(), called), resolved(step, known), known);
    }
  }

  private static void step(ContractClient client, JsonNode step, Map<String, String> known)
      throws Exception {
    JsonNode answer;
    try {
      answer = JSON.valueToTree(client.call(step.path("call").asText(), step.path("with")));
    } catch (Exception e) {
      if (!step.has("fails")) {
        throw e;
      }
      Expected.failure(step, e);
      return;
    }
    if (step.has("fails")) {
      fail(step + " should fail but answered " + answer);
    }
    Expected.answer(step, answer);
    step.path("save")
        .properties()
        .forEach(it -> known.put(it.getKey(), answer.at(pointer(it.getValue())).asText()));
  }

  private static String pointer(JsonNode field) {
    return "/" + field.asText().replace('.', '/');
  }

  private static JsonNode resolved(JsonNode node, Map<String, String> known) throws IOException {
    String text = JSON.writeValueAsString(node);
    for (Map.Entry<String, String> each : known.entrySet()) {
      String value = JSON.writeValueAsString(TextNode.valueOf(each.getValue()));
      text = text.replace("${" + each.getKey() + "}", value.substring(1, value.length() - 1));
    }
    return JSON.readTree(text);
  }
}
