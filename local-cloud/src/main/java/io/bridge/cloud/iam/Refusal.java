package io.bridge.cloud.iam;

import io.bridge.cloud.http.GoogleError;

/** The 403 of each API in its own words. */
final class Refusal {
  private Refusal() {}

  static GoogleError of(Principal principal, String permission, String resource) {
    var api = permission.substring(0, permission.indexOf('.'));
    return switch (api) {
      case "bigquery" -> new GoogleError(403, "accessDenied", bigquery(permission, resource));
      case "storage" -> GoogleError.forbidden(storage(principal, permission, resource));
      case "pubsub" -> GoogleError.forbidden("User not authorized to perform this action.");
      case "cloudkms" ->
          GoogleError.forbidden(
              "Permission '%s' denied on resource '%s' (or it may not exist)."
                  .formatted(permission, resource));
      case "cloudtasks" -> GoogleError.forbidden(lacks(permission, resource));
      default ->
          GoogleError.forbidden(
              "Permission '" + permission + "' denied on resource (or it may not exist).");
    };
  }

  private static String bigquery(String permission, String resource) {
    var parts = resource.split("/");
    var project = parts.length > 1 ? parts[1] : resource;
    var name =
        switch (parts.length) {
          case 4 -> "Dataset " + project + ":" + parts[3];
          case 6 -> "Table " + project + ":" + parts[3] + "." + parts[5];
          default -> "Project " + project;
        };
    var where = parts.length < 4 ? "in project " + project : "on " + name;
    return "Access Denied: %s: User does not have %s permission %s (or it may not exist)."
        .formatted(name, permission, where.replace("Dataset ", "dataset "));
  }

  private static String storage(Principal principal, String permission, String resource) {
    var kind = resource.contains("/objects/") ? "object" : "bucket";
    return ("%s does not have %s access to the Google Cloud Storage %s. Permission '%s' denied on"
            + " resource (or it may not exist).")
        .formatted(principal.email(), permission, kind, permission);
  }

  private static String lacks(String permission, String resource) {
    return ("The principal (user or service account) lacks IAM permission \"%s\" for the resource"
            + " \"%s\" (or the resource may not exist).")
        .formatted(permission, resource);
  }
}
