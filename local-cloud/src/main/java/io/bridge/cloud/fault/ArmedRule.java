package io.bridge.cloud.fault;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bridge.cloud.http.Json;

/** A rule and how often it still has to do its work. */
final class ArmedRule {
  private static final ObjectMapper JSON =
      Json.MAPPER.copy().setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);

  private final int id;
  private final FaultRule rule;
  private int skipped;
  private int done;

  /** Calls that break where they come so far, which nobody knows yet. */
  private int open;

  ArmedRule(int id, FaultRule rule) {
    this.id = id;
    this.rule = rule;
  }

  int id() {
    return id;
  }

  Fault fault() {
    return rule.fault();
  }

  /** True where this call is to go wrong; counts it. */
  synchronized boolean takes(FaultedCall call) {
    if (done + open >= rule.count() || !rule.matches(call)) {
      return false;
    }
    if (skipped < rule.skip()) {
      skipped++;
      return false;
    }
    if (rule.fault() instanceof Fault.Break) {
      open++;
    } else {
      done++;
    }
    return true;
  }

  /** The call came so far that it breaks. */
  synchronized void broken() {
    open--;
    done++;
  }

  /** The call went well after all: it was over before the fault came. */
  synchronized void giveBack() {
    open--;
  }

  synchronized ObjectNode toJson() {
    ObjectNode json = JSON.valueToTree(rule);
    return json.put("id", id).put("done", done);
  }
}
