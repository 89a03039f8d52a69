package io.bridge.model.connection;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One permission that a connection needs, as the last validation found it.
 *
 * @param permission in IAM's words, such as {@code bigquery.jobs.create}
 * @param detail what to do where it is missing; else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PermissionCheck(String permission, boolean granted, String detail) {}
