package io.bridge.connection.google;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import io.bridge.cloud.fixture.LocalCloudResource;
import io.bridge.connection.ConnectionServiceTest;
import io.bridge.connection.TestWarehouse;
import io.bridge.model.connection.PermissionCheck;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each call of the client that a validation makes, on its way to local-cloud. */
@ConnectionServiceTest
class ProbesTest {
  private static final Warehouse WAREHOUSE =
      new Warehouse(LocalCloudResource.PROJECT, "w@bridge-test.iam.gserviceaccount.com");

  private final List<String> calls = new ArrayList<>();

  @Test
  void asksGoogleOnceForEachPermission() {
    TestWarehouse.table("probed_by_calls");

    List<PermissionCheck> checks = new Probes(client(null, null), WAREHOUSE).runAll();

    assertEquals(
        List.of("listDatasets", "listTables", "getTable", "listTableData", "create"), calls);
    assertTrue(checks.stream().allMatch(PermissionCheck::granted), checks::toString);
  }

  @ParameterizedTest
  @CsvSource({
    "listDatasets, bigquery.datasets.get",
    "listTables, bigquery.tables.list",
    "getTable, bigquery.tables.get",
    "listTableData, bigquery.tables.getData",
    "create, bigquery.jobs.create"
  })
  void holdsEachRefusalAgainstItsPermissionAlone(String call, String permission) {
    TestWarehouse.table("probed_" + call);

    List<PermissionCheck> checks =
        new Probes(client(call, refusal(403, "accessDenied")), WAREHOUSE).runAll();

    assertEquals(
        List.of(permission),
        checks.stream()
            .filter(check -> !check.granted())
            .map(PermissionCheck::permission)
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "403, rateLimitExceeded",
    "403, quotaExceeded",
    "500, internalError",
    "503, backendError"
  })
  void judgesNothingByWhatMayPass(int status, String reason) {
    BigQueryException passing = refusal(status, reason);

    Probes probes = new Probes(client("getTable", passing), WAREHOUSE);

    assertSame(passing, assertThrows(BigQueryException.class, probes::runAll));
  }

  private static BigQueryException refusal(int status, String reason) {
    return new BigQueryException(status, reason, new BigQueryError(reason, null, reason));
  }

  /** An account that may all; writes its calls down, and one of them fails. */
  private BigQuery client(String failing, BigQueryException failure) {
    String account = "sync-service@" + LocalCloudResource.PROJECT + ".iam.gserviceaccount.com";
    BigQuery google = TestWarehouse.with(LocalCloudResource.cloud().tokens().accessToken(account));
    return (BigQuery)
        Proxy.newProxyInstance(
            BigQuery.class.getClassLoader(),
            new Class<?>[] {BigQuery.class},
            (_, method, arguments) -> {
              calls.add(method.getName());
              if (method.getName().equals(failing)) {
                throw failure;
              }
              return through(google, method, arguments);
            });
  }

  private static Object through(BigQuery google, Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(google, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
