package io.bridge.dashboard.cache;

import io.bridge.model.dashboard.QueryAnswer;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Map;

/**
 * An answer as it is kept.
 *
 * @param epochs those that it was computed under; while it is there they are current
 */
@RegisterForReflection
public record StoredAnswer(QueryAnswer answer, Map<String, String> epochs) {}
