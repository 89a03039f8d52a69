package io.bridge.model.error;

import java.util.Locale;

/**
 * Every error that Bridge answers on purpose. The name is the wire value of {@code code} in a
 * problem body (RFC 9457) and its lower-case form the anchor in {@code docs/problems.md}. Append
 * only.
 */
public enum ErrorCode {
  UNAUTHENTICATED(401, Category.CALLER, "Sign in first"),
  FORBIDDEN(403, Category.CALLER, "Your role does not allow this"),
  ROUTE_NOT_FOUND(404, Category.CALLER, "No such address"),
  METHOD_NOT_ALLOWED(405, Category.CALLER, "This address does not take that method"),
  INVALID_REQUEST(400, Category.CALLER, "The request is not valid"),
  UNSUPPORTED_MEDIA_TYPE(415, Category.CALLER, "The content type is not accepted here"),
  PAYLOAD_TOO_LARGE(413, Category.CALLER, "The request is too large"),
  TEAM_NOT_FOUND(404, Category.CALLER, "No such team"),
  TEAM_SLUG_TAKEN(409, Category.CONFLICT, "The team's slug is taken"),
  UPLOAD_NOT_FOUND(404, Category.CALLER, "No such upload"),
  UPLOAD_MISSING(409, Category.CONFLICT, "The uploaded file is not there"),
  UPLOAD_CHANGED(422, Category.CALLER, "The uploaded file is not the one that was announced"),
  COLUMN_NOT_EXACT(422, Category.CALLER, "A column cannot be carried exactly"),
  NAME_NOT_ALLOWED(422, Category.CALLER, "The warehouse does not allow this name"),
  FILE_UNREADABLE(422, Category.CALLER, "The file cannot be read"),
  SCHEMA_DRIFT(422, Category.CALLER, "The table exists with other columns"),
  ROW_COUNT_MISMATCH(422, Category.CALLER, "The rows that arrived are not the rows announced"),
  LOAD_FAILED(422, Category.UPSTREAM, "The warehouse refused the load"),
  CONNECTION_NOT_FOUND(404, Category.CALLER, "No such connection"),
  DATASET_NOT_FOUND(404, Category.CALLER, "No such dataset"),
  TABLE_NOT_FOUND(404, Category.CALLER, "No such table"),
  WAREHOUSE_UNAVAILABLE(503, Category.UPSTREAM, "The warehouse does not answer"),
  SERVICE_UNAVAILABLE(503, Category.UPSTREAM, "A part of Bridge does not answer"),
  INTERNAL(500, Category.INTERNAL, "Something failed inside Bridge"),
  NOT_ACCEPTABLE(406, Category.CALLER, "This address has no such representation"),
  UPLOAD_SUPERSEDED(409, Category.CONFLICT, "A newer upload of the table was loaded already"),
  LOAD_TAKEN_OVER(409, Category.CONFLICT, "Somebody else carries this load on"),
  IDEMPOTENCY_KEY_REUSED(422, Category.CALLER, "The key belongs to another request"),
  CREDENTIAL_INVALID(422, Category.CALLER, "The service-account file is not accepted"),
  CREDENTIAL_UNUSABLE(409, Category.CONFLICT, "The stored credential cannot be used"),
  CONNECTION_NAME_TAKEN(409, Category.CONFLICT, "The team has a connection of that name"),
  CONNECTION_NOT_VALIDATED(409, Category.CONFLICT, "The connection has not been validated"),
  LEASE_NOT_FOUND(404, Category.CALLER, "No such lease"),
  LEASE_ENDED(409, Category.CONFLICT, "The lease has expired or was revoked"),
  QUERY_INVALID(422, Category.CALLER, "The SQL is not valid"),
  QUERY_REFUSED(422, Category.CALLER, "The statement is not allowed here"),
  BYTES_OVER_CAP(422, Category.CALLER, "The query would read more than its cap"),
  BUDGET_EXHAUSTED(429, Category.CALLER, "The team's bytes for today are used up"),
  QUERY_TIMEOUT(504, Category.UPSTREAM, "The query took too long"),
  QUERY_FAILED(422, Category.UPSTREAM, "The warehouse refused the query"),
  QUERY_NOT_FOUND(404, Category.CALLER, "The dashboard has no such query"),
  DASHBOARD_NOT_FOUND(404, Category.CALLER, "No such dashboard"),
  DASHBOARD_INVALID(422, Category.CALLER, "The dashboard's file is not valid"),
  DASHBOARD_CHANGED(409, Category.CONFLICT, "Somebody else changed the dashboard"),
  TASK_NOT_FOUND(404, Category.CALLER, "No such task"),
  NOTHING_TO_CHART(422, Category.CALLER, "No table here can be drawn as a dashboard"),
  TASK_GAVE_UP(422, Category.UPSTREAM, "The task failed at every attempt"),
  SIGN_IN_FAILED(400, Category.CALLER, "The sign-in did not complete"),
  CROSS_SITE_REQUEST(403, Category.CALLER, "The request came from another site");

  /** Who has to act: the caller, the caller after looking again, a peer or we. */
  public enum Category {
    CALLER,
    CONFLICT,
    UPSTREAM,
    INTERNAL
  }

  private final int status;
  private final Category category;
  private final String title;

  ErrorCode(int status, Category category, String title) {
    this.status = status;
    this.category = category;
    this.title = title;
  }

  /** HTTP status. */
  public int status() {
    return status;
  }

  public Category category() {
    return category;
  }

  /** One line for people; never changes with the occurrence. */
  public String title() {
    return title;
  }

  /** Anchor in {@code docs/problems.md} and last part of the problem's {@code type}. */
  public String slug() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The exception to throw; {@code detail} says where, what was found and what was allowed. */
  public BridgeException with(String detail) {
    return new BridgeException(this, detail);
  }
}
