package io.bridge.model.upload;

/** Where an upload stands. {@code LOADED} and {@code FAILED} are final. */
public enum UploadState {
  AWAITING_FILE,
  RECEIVED,
  LOADING,
  LOADED,
  FAILED;

  public boolean isFinal() {
    return this == LOADED || this == FAILED;
  }
}
