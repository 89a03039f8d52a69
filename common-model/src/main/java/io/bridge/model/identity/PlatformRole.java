package io.bridge.model.identity;

/** Role of a person on the platform; each includes the ones before it. */
public enum PlatformRole {
  USER,
  ADMIN,
  SUPERADMIN
}
