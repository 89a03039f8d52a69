package io.bridge.cloud.bigquery;

import static io.bridge.cloud.bigquery.CallScopes.INSERTING_A_JOB;
import static io.bridge.cloud.bigquery.CallScopes.INSERTING_ROWS;
import static io.bridge.cloud.bigquery.CallScopes.READING;
import static io.bridge.cloud.bigquery.CallScopes.WRITING;

import com.fasterxml.jackson.databind.JsonNode;
import io.bridge.cloud.CloudContext;
import io.bridge.cloud.bigquery.copy.Copier;
import io.bridge.cloud.bigquery.extract.Extractor;
import io.bridge.cloud.bigquery.extract.TargetObjects;
import io.bridge.cloud.bigquery.job.JobService;
import io.bridge.cloud.bigquery.load.Loader;
import io.bridge.cloud.bigquery.load.SourceObjects;
import io.bridge.cloud.bigquery.parquet.WideDecimals;
import io.bridge.cloud.bigquery.query.Grants;
import io.bridge.cloud.bigquery.query.QueryEngine;
import io.bridge.cloud.bigquery.sql.SqlEngine;
import io.bridge.cloud.bigquery.statement.Scripts;
import io.bridge.cloud.bigquery.upload.UploadedFiles;
import io.bridge.cloud.bigquery.warehouse.Locks;
import io.bridge.cloud.bigquery.warehouse.Warehouse;
import io.bridge.cloud.http.Blocking;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.http.HttpApi;
import io.bridge.cloud.http.Json;
import io.bridge.cloud.storage.BucketFiles;
import io.bridge.cloud.storage.ObjectStore;
import io.bridge.cloud.storage.RequestStream;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * BigQuery's REST API, version 2, over one DuckDB file. Calls and options that are not emulated are
 * refused with 501 and their name.
 */
public final class BigQueryApi implements HttpApi {
  private static final String PROJECT = "/bigquery/v2/projects/:project";
  private static final String DATASETS = PROJECT + "/datasets";
  private static final String DATASET = DATASETS + "/:dataset";
  private static final String TABLES = DATASET + "/tables";
  private static final String TABLE = TABLES + "/:table";
  private static final String JOBS = PROJECT + "/jobs";
  private static final String UPLOADS = "/upload" + JOBS;
  private static final String QUERIES = PROJECT + "/queries";

  private final CloudContext context;
  private final Warehouse warehouse;
  private final JobService jobs;
  private final DatasetCalls datasetCalls;
  private final TableCalls tableCalls;
  private final InsertCalls insertCalls;
  private final JobCalls jobCalls;
  private final UploadCalls uploadCalls;
  private final QueryCalls queryCalls;

  /** Answers one call; null for no content. */
  @FunctionalInterface
  private interface Answer {
    JsonNode to(Call call) throws InterruptedException;
  }

  private BigQueryApi(CloudContext context, Warehouse warehouse, Parts parts) {
    this.context = context;
    this.warehouse = warehouse;
    this.jobs = parts.jobs();
    this.datasetCalls = parts.datasetCalls();
    this.tableCalls = parts.tableCalls();
    this.insertCalls = parts.insertCalls();
    this.jobCalls = parts.jobCalls();
    this.uploadCalls = parts.uploadCalls();
    this.queryCalls = parts.queryCalls();
  }

  private record Parts(
      JobService jobs,
      DatasetCalls datasetCalls,
      TableCalls tableCalls,
      InsertCalls insertCalls,
      JobCalls jobCalls,
      UploadCalls uploadCalls,
      QueryCalls queryCalls) {}

  /** Opens the warehouse of the project and goes on with the jobs that a crash cut off. */
  public static BigQueryApi open(CloudContext context, ObjectStore objects) {
    var files = new Objects(new BucketFiles(objects));
    return open(context, files, files);
  }

  /** As {@link #open(CloudContext, ObjectStore)}, over any objects. */
  static BigQueryApi open(CloudContext context, SourceObjects objects, TargetObjects targets) {
    var project = context.project();
    var warehouse = Warehouse.open(context.dir().resolve("bigquery"), project);
    var grants = new Grants(context.iam(), project);
    var sql = new SqlEngine();
    sql.warm();
    warehouse.prepare(sql::install);
    warehouse.prepare(WideDecimals::register);
    var queries = new QueryEngine(project, sql, grants, warehouse.metadata(), context.clock());
    var engines =
        new JobService.Engines(
            new Scripts(project, queries, grants, context.clock()),
            new Loader(project, objects, warehouse.stagingDir(), context.clock()),
            new Copier(project, context.clock()),
            new Extractor(project, targets, warehouse.stagingDir()),
            UploadedFiles.open(context.dir().resolve("bigquery").resolve(project + ".uploads")));
    var locks = new Locks();
    var jobs = new JobService(project, warehouse, locks, grants, engines, context.clock());
    jobs.resume();
    var access = new Access(project, warehouse, grants, locks, context.clock());
    var jobCalls = new JobCalls(access, jobs);
    var parts =
        new Parts(
            jobs,
            new DatasetCalls(access),
            new TableCalls(access, queries),
            new InsertCalls(access),
            jobCalls,
            new UploadCalls(jobCalls, engines.files()),
            new QueryCalls(access, jobs));
    return new BigQueryApi(context, warehouse, parts);
  }

  /** Cloud Storage of this process. */
  private record Objects(BucketFiles files) implements SourceObjects, TargetObjects {
    @Override
    public String location(String bucket) {
      return files.location(bucket);
    }

    @Override
    public Path file(String bucket, String object) {
      return files.file(bucket, object);
    }

    @Override
    public List<String> names(String bucket, String prefix) {
      return files.names(bucket, prefix);
    }

    @Override
    public void write(String bucket, String object, String contentType, Path file)
        throws IOException {
      files.write(bucket, object, contentType, file);
    }
  }

  @Override
  public void mount(Router router) {
    on(router.get(DATASETS), READING, datasetCalls::list);
    on(router.post(DATASETS), WRITING, datasetCalls::insert);
    on(router.get(DATASET), READING, datasetCalls::get);
    on(router.patch(DATASET), WRITING, datasetCalls::patch);
    on(router.put(DATASET), WRITING, datasetCalls::update);
    on(router.delete(DATASET), WRITING, datasetCalls::delete);
    on(router.get(TABLES), READING, tableCalls::list);
    on(router.post(TABLES), WRITING, tableCalls::insert);
    on(router.get(TABLE), READING, tableCalls::get);
    on(router.patch(TABLE), WRITING, tableCalls::patch);
    on(router.put(TABLE), WRITING, tableCalls::update);
    on(router.delete(TABLE), WRITING, tableCalls::delete);
    on(router.get(TABLE + "/data"), READING, tableCalls::data);
    on(router.post(TABLE + "/insertAll"), INSERTING_ROWS, insertCalls::insertAll);
    on(router.get(JOBS), READING, jobCalls::list);
    on(router.post(JOBS), INSERTING_A_JOB, jobCalls::insert);
    on(router.get(JOBS + "/:job"), READING, jobCalls::get);
    on(router.post(JOBS + "/:job/cancel"), WRITING, jobCalls::cancel);
    on(router.post(QUERIES), READING, queryCalls::query);
    on(router.get(QUERIES + "/:job"), READING, queryCalls::results);
    // Java's transport cannot send PATCH and says so in a header.
    on(router.post(DATASET), WRITING, call -> patched(call, datasetCalls::patch));
    on(router.post(TABLE), WRITING, call -> patched(call, tableCalls::patch));
    router.post(UPLOADS).handler(this::upload);
    router.put(UPLOADS).handler(this::upload);
    refuse(router.route("/bigquery/*"));
    refuse(router.route("/upload/bigquery/*"));
    refuse(router.route("/resumable/upload/bigquery/*"));
  }

  @Override
  public void close() {
    jobs.close();
    warehouse.close();
  }

  private void on(Route route, CallScopes scopes, Answer answer) {
    route.handler(Json.body());
    route.handler(ctx -> Blocking.json(ctx, () -> answer.to(call(ctx, scopes))));
  }

  /** On the event loop: the body must be asked for before any of it comes. */
  private void upload(RoutingContext ctx) {
    var body = RequestStream.of(ctx.request(), ctx.vertx().getOrCreateContext());
    Blocking.on(ctx, () -> uploadCalls.serve(call(ctx, INSERTING_A_JOB), body));
  }

  private Call call(RoutingContext ctx, CallScopes scopes) {
    var caller = context.iam().authenticate(ctx);
    scopes.require(caller);
    var project = ctx.pathParam("project");
    if (!project.equals(context.project())) {
      throw GoogleError.notFound("Not found: Project " + project);
    }
    return new Call(ctx, caller);
  }

  private static JsonNode patched(Call call, Answer patch) throws InterruptedException {
    var method = call.http().request().getHeader("X-HTTP-Method-Override");
    if (!HttpMethod.PATCH.name().equals(method)) {
      throw GoogleError.unimplemented("POST " + call.http().request().path());
    }
    return patch.to(call);
  }

  private static void refuse(Route route) {
    route.handler(
        ctx -> {
          var request = ctx.request();
          ctx.fail(GoogleError.unimplemented(request.method() + " " + request.path()));
        });
  }
}
