package io.bridge.cloud.resource;

import com.google.protobuf.Duration;
import com.google.protobuf.FieldMask;
import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.protobuf.util.FieldMaskUtil;
import io.bridge.cloud.http.GoogleError;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What every resource of Google's has in common. */
public final class Rules {
  private static final int MAX_LABELS = 64;
  private static final Pattern LABEL_KEY =
      Pattern.compile("[\\p{Ll}\\p{Lo}][\\p{Ll}\\p{Lo}\\p{N}_-]{0,62}");
  private static final Pattern LABEL_VALUE = Pattern.compile("[\\p{Ll}\\p{Lo}\\p{N}_-]{0,63}");

  private Rules() {}

  /**
   * @throws GoogleError 400 for more than 64, or for characters that Google refuses
   */
  public static void labels(Map<String, String> labels) {
    boolean wrong =
        labels.entrySet().stream()
            .anyMatch(
                label ->
                    !LABEL_KEY.matcher(label.getKey()).matches()
                        || !LABEL_VALUE.matcher(label.getValue()).matches());
    if (wrong || labels.size() > MAX_LABELS) {
      throw GoogleError.invalid("The labels are more than 64, or have invalid characters.");
    }
  }

  /**
   * @throws GoogleError 400 naming the field
   */
  public static void between(Duration value, long minSeconds, long maxSeconds, String field) {
    boolean valid =
        Durations.isValid(value)
            && Durations.compare(value, Durations.fromSeconds(minSeconds)) >= 0
            && Durations.compare(value, Durations.fromSeconds(maxSeconds)) <= 0;
    if (!valid) {
      throw GoogleError.invalid(
          "The value for %s must be between %d and %d seconds."
              .formatted(field, minSeconds, maxSeconds));
    }
  }

  /**
   * @throws GoogleError 501 when it is set
   */
  public static void refuse(boolean set, String field) {
    if (set) {
      throw GoogleError.unimplemented(field);
    }
  }

  /**
   * The resource with what the mask names taken from another.
   *
   * @param changeable fields that may change
   * @throws GoogleError 400 for an empty mask, an unknown field, or one that cannot change
   */
  @SuppressWarnings("unchecked")
  public static <T extends Message> T merge(
      T old, T wanted, FieldMask mask, Set<String> changeable) {
    if (mask.getPathsCount() == 0) {
      throw GoogleError.invalid("The update_mask must be set and non-empty.");
    }
    for (String path : mask.getPathsList()) {
      String field = path.split("\\.", 2)[0];
      if (!FieldMaskUtil.isValid(old.getDescriptorForType(), path)) {
        throw GoogleError.invalid("Invalid update_mask: '" + path + "' is not a known field.");
      }
      if (!changeable.contains(field)) {
        throw GoogleError.invalid("Invalid update_mask: '" + field + "' cannot be changed.");
      }
    }
    Message.Builder merged = old.toBuilder();
    FieldMaskUtil.merge(
        mask,
        wanted,
        merged,
        new FieldMaskUtil.MergeOptions()
            .setReplaceMessageFields(true)
            .setReplaceRepeatedFields(true)
            .setReplacePrimitiveFields(true));
    return (T) merged.build();
  }
}
