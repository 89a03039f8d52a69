package io.bridge.model.upload;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/**
 * Announces one Parquet file that will become one table; answered with a signed address.
 *
 * @param dataset name of the dataset in the warehouse
 * @param table name of the table; replaced when it exists with columns that fit
 * @param sizeBytes exact length of the file: the signature allows no other
 * @param rows rows in the file; the load is refused when another number arrives
 * @param columns the source's columns in the order of the file
 */
public record NewUpload(
    @NotNull UUID teamId,
    @NotBlank @Size(max = 1024) String dataset,
    @NotBlank @Size(max = 1024) String table,
    @Positive long sizeBytes,
    @PositiveOrZero long rows,
    @NotEmpty @Size(max = 10_000) List<@Valid @NotNull UploadColumn> columns) {}
