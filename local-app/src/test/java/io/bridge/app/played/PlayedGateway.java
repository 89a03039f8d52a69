package io.bridge.app.played;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.app.played.PlayedCloud.Reply;
import io.bridge.app.played.PlayedCloud.Seen;
import io.bridge.app.terminal.Json;
import io.bridge.model.Page;
import io.bridge.model.catalog.Column;
import io.bridge.model.catalog.Dataset;
import io.bridge.model.catalog.ScanResult;
import io.bridge.model.catalog.Table;
import io.bridge.model.error.ErrorCode;
import io.bridge.model.error.Violation;
import io.bridge.model.identity.Me;
import io.bridge.model.identity.PlatformRole;
import io.bridge.model.identity.TeamRole;
import io.bridge.model.team.NewTeam;
import io.bridge.model.team.Team;
import io.bridge.model.upload.NewUpload;
import io.bridge.model.upload.SignedPut;
import io.bridge.model.upload.Upload;
import io.bridge.model.upload.UploadFailure;
import io.bridge.model.upload.UploadState;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The routes behind the gateway, and the storage that signed addresses point to. */
public final class PlayedGateway {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  public static final String SIGNATURE = "X-Goog-Signature=deadbeef";

  private final PlayedCloud cloud;
  private final PlayedWarehouse behind = new PlayedWarehouse();
  private final List<Team> teams = new CopyOnWriteArrayList<>();
  private final Map<UUID, Course> courses = new ConcurrentHashMap<>();
  private final Map<String, UUID> byKey = new ConcurrentHashMap<>();
  private final Map<String, UploadFailure> failing = new ConcurrentHashMap<>();
  private final Set<String> stuck = ConcurrentHashMap.newKeySet();
  private final Dataset dataset =
      new Dataset(
          new UUID(0, 7), new UUID(0, 1), new UUID(0, 1), "sales", "p.sales", null, "EU", NOW, NOW);
  private volatile Instant putsExpireAt = Instant.parse("2999-01-01T00:00:00Z");

  /** An upload on its way. */
  private static final class Course {
    private final NewUpload request;
    private byte[] file;
    private UploadState state = UploadState.AWAITING_FILE;

    Course(NewUpload request) {
      this.request = request;
    }
  }

  PlayedGateway(PlayedCloud cloud) {
    this.cloud = cloud;
  }

  public Team makeTeam(String name) {
    String slug = name.toLowerCase(Locale.ROOT).replace(' ', '-');
    Team team =
        new Team(UUID.randomUUID(), name, slug, UUID.randomUUID(), TeamRole.OWNER, NOW, NOW);
    teams.add(team);
    return team;
  }

  /** The load of this table ends so. */
  public void failLoad(String table, ErrorCode code, String detail, Violation... violations) {
    failing.put(table, new UploadFailure(code.name(), detail, List.of(violations)));
  }

  /** The load of this table never ends. */
  public void neverEnd(String table) {
    stuck.add(table);
  }

  public void expirePutsAt(Instant at) {
    putsExpireAt = at;
  }

  /** The file that arrived for the table; null where none did. */
  public byte[] fileOf(String table) {
    return courses.values().stream()
        .filter(course -> course.request.table().equals(table) && course.file != null)
        .map(course -> course.file)
        .findFirst()
        .orElse(null);
  }

  /** What was announced for the table, one entry each time. */
  public List<NewUpload> announced(String table) {
    return courses.values().stream()
        .map(course -> course.request)
        .filter(request -> request.table().equals(table))
        .toList();
  }

  Reply answer(Seen request) throws IOException {
    URI uri = URI.create(request.path());
    String path = uri.getPath();
    if (path.startsWith("/storage/")) {
      return store(request, uri);
    }
    String email = cloud.identity().emailOf(request);
    if (email == null) {
      return Reply.problem(ErrorCode.UNAUTHENTICATED, "The token is not valid");
    }
    return switch (request.method() + " " + path) {
      case "GET /v1/me" ->
          Reply.json(200, new Me(new UUID(0, 9), email, Set.of(PlatformRole.USER), teams));
      case "GET /v1/teams" -> page(uri, teams);
      case "POST /v1/teams" -> newTeam(Json.read(request.body(), NewTeam.class));
      case "POST /v1/uploads" -> announce(request);
      default -> {
        Reply warehouse = behind.answer(request, uri);
        yield warehouse == null ? byId(request.method(), path, uri) : warehouse;
      }
    };
  }

  /** Connections, dashboards and tasks. */
  public PlayedWarehouse warehouse() {
    return behind;
  }

  private Reply newTeam(NewTeam request) {
    if (teams.stream().anyMatch(team -> team.slug().equals(request.slug()))) {
      return Reply.problem(ErrorCode.TEAM_SLUG_TAKEN, "The slug is taken: " + request.slug());
    }
    return Reply.json(201, makeTeam(request.name()));
  }

  /** Pages of one, so that following them is needed. */
  static <T> Reply page(URI uri, List<T> all) {
    String query = uri.getRawQuery();
    int from = query == null ? 0 : Integer.parseInt(PlayedIdentity.form(query).get("pageToken"));
    List<T> items = all.stream().skip(from).limit(1).toList();
    return Reply.json(200, new Page<>(items, from + 1 < all.size() ? "" + (from + 1) : null));
  }

  private Reply announce(Seen request) throws IOException {
    NewUpload upload = Json.read(request.body(), NewUpload.class);
    UUID id = byKey.computeIfAbsent(request.header("Idempotency-Key"), _ -> UUID.randomUUID());
    courses.putIfAbsent(id, new Course(upload));
    Map<String, String> headers =
        Map.of(
            "content-type",
            "application/vnd.apache.parquet",
            "x-goog-content-length-range",
            upload.sizeBytes() + "," + upload.sizeBytes(),
            "x-goog-if-generation-match",
            "0",
            "host",
            cloud.address().getAuthority());
    URI url = URI.create(cloud.address() + "/storage/" + id + "?" + SIGNATURE);
    return Reply.json(201, upload(id, new SignedPut(url, headers, putsExpireAt)));
  }

  private Upload upload(UUID id, SignedPut put) {
    Course course = courses.get(id);
    NewUpload request = course.request;
    boolean loaded = course.state == UploadState.LOADED;
    return new Upload(
        id,
        request.teamId(),
        request.dataset(),
        request.table(),
        course.state,
        request.sizeBytes(),
        request.rows(),
        loaded ? request.rows() : null,
        "job",
        put,
        course.state == UploadState.FAILED ? failing.get(request.table()) : null,
        List.of(),
        NOW,
        NOW);
  }

  private Reply store(Seen request, URI uri) {
    Course course = courses.get(UUID.fromString(uri.getPath().substring("/storage/".length())));
    long size = course.request.sizeBytes();
    boolean asSigned =
        request.method().equals("PUT")
            && SIGNATURE.equals(uri.getRawQuery())
            && "application/vnd.apache.parquet".equals(request.header("content-type"))
            && (size + "," + size).equals(request.header("x-goog-content-length-range"))
            && "0".equals(request.header("x-goog-if-generation-match"))
            && request.header("Authorization") == null
            && request.body().length == size;
    if (!asSigned) {
      return xml(403, "SignatureDoesNotMatch");
    }
    if (course.file != null) {
      return xml(412, "PreconditionFailed");
    }
    course.file = request.body();
    course.state = UploadState.RECEIVED;
    return new Reply(200, "text/plain", "");
  }

  private static Reply xml(int status, String code) {
    String body =
        "<?xml version='1.0'?><Error><Code>%s</Code><StringToSign>secret</StringToSign></Error>";
    return new Reply(status, "application/xml", body.formatted(code));
  }

  private Reply byId(String method, String path, URI uri) {
    if (path.startsWith("/v1/uploads/")) {
      return watched(UUID.fromString(path.substring("/v1/uploads/".length())));
    }
    return switch (method + " " + path.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "{id}")) {
      case "POST /v1/connections/{id}/scan" -> Reply.json(200, new ScanResult(1, 2, 3));
      case "GET /v1/connections/{id}/datasets" -> page(uri, List.of(dataset));
      case "GET /v1/datasets/{id}/tables" -> page(uri, List.of(table("orders"), table("lines")));
      case "GET /v1/tables/{id}/columns" ->
          page(
              uri,
              List.of(
                  new Column("id", 1, "INT64", false, null),
                  new Column("total", 2, "NUMERIC(10, 4)", true, null)));
      default -> Reply.problem(ErrorCode.ROUTE_NOT_FOUND, "No such address");
    };
  }

  private Table table(String name) {
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return new Table(id, dataset.id(), name, "p.sales." + name, "TABLE", null, 42, 4200, NOW, NOW);
  }

  /** One step onwards each time it is looked at. */
  private Reply watched(UUID id) {
    Course course = courses.get(id);
    if (course == null) {
      return Reply.problem(ErrorCode.UPLOAD_NOT_FOUND, "No such upload");
    }
    course.state =
        switch (course.state) {
          case AWAITING_FILE, LOADED, FAILED -> course.state;
          case RECEIVED -> UploadState.LOADING;
          case LOADING -> end(course.request.table());
        };
    return Reply.json(200, upload(id, null));
  }

  private UploadState end(String table) {
    if (stuck.contains(table)) {
      return UploadState.LOADING;
    }
    return failing.containsKey(table) ? UploadState.FAILED : UploadState.LOADED;
  }

  /** For a look at what was asked, in a test's message. */
  public static String field(Seen request, String name) throws IOException {
    return Json.read(request.body(), JsonNode.class).path(name).asText();
  }
}
