package io.bridge.app.source;

import java.util.List;

/**
 * What of a file is to be carried.
 *
 * @param skipped what is left out, with the reason
 */
public record Selection(List<SourceTable> tables, List<Skipped> skipped) {

  /**
   * @param reason why, and how to have it all the same
   */
  public record Skipped(String name, String reason) {}
}
