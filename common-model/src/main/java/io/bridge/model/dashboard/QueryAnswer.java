package io.bridge.model.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bridge.model.error.Problem;
import java.time.Instant;
import java.util.List;

/**
 * What one query answered, column by column.
 *
 * @param columns names and types, once
 * @param values one list for each column, all of length {@code rows}. INT64 that fits a double
 *     exactly and FLOAT64 are numbers; NUMERIC, BIGNUMERIC and larger INT64 are strings of digits;
 *     BOOL is a boolean; dates and times are ISO 8601 text; BYTES is base64; NULL is null
 * @param truncated true where the limit on rows cut the answer
 * @param bytesProcessed what the query read; 0 where the answer came from the warehouse's cache
 * @param bytesBilled what it cost in bytes
 * @param costMicros price of {@code bytesBilled} on demand, in millionths of a US dollar
 * @param jobId the warehouse's job that computed the answer
 * @param sqlHash SHA-256 of the exact SQL and its bound parameters, lower-case hex
 * @param tables {@code project.dataset.table} of what was read
 * @param computedAt when the warehouse answered; the age of the answer counts from here
 * @param cached true where this answer came from Bridge's cache
 * @param error why there is no answer; then everything that depends on one is null, empty or 0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QueryAnswer(
    List<AnswerColumn> columns,
    List<List<Object>> values,
    long rows,
    boolean truncated,
    long bytesProcessed,
    long bytesBilled,
    long costMicros,
    String jobId,
    String sqlHash,
    List<String> tables,
    Instant computedAt,
    boolean cached,
    Problem error) {}
