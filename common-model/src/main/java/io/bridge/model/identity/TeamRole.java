package io.bridge.model.identity;

/** Role of a person inside a team; each includes the ones before it. */
public enum TeamRole {
  VIEWER,
  EDITOR,
  OWNER;

  public boolean includes(TeamRole other) {
    return compareTo(other) >= 0;
  }
}
