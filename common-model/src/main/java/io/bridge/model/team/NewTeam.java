package io.bridge.model.team;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * @param slug null: made from the name
 */
public record NewTeam(
    @NotBlank @Size(max = 100) String name,
    @Pattern(
            regexp = "[a-z0-9]([a-z0-9-]{0,46}[a-z0-9])?",
            message = "1 to 48 lower-case letters, digits and dashes, no dash at either end")
        String slug) {}
