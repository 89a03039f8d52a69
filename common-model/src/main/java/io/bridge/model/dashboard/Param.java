package io.bridge.model.dashboard;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A value that whoever looks may change.
 *
 * @param type {@code daterange}, {@code date}, {@code select}, {@code number} or {@code text}
 * @param multi several options at once; only for {@code select}
 * @param options the values to choose from, where they are listed; else null
 * @param optionsQuery the query whose first column has the options; else null
 * @param defaults what counts where nothing was chosen: one value, {@code from} and {@code to} of a
 *     range, any number for a multiple choice
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Param(
    String name,
    String type,
    String label,
    boolean multi,
    List<String> options,
    String optionsQuery,
    List<String> defaults) {}
