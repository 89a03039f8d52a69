package io.bridge.cloud.mesh;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;

/** The parts of a mesh as a person or a script reads them. */
final class Parts {
  private Parts() {}

  static String line(Mesh.Part part) {
    if (part.pid() == 0) {
      return String.format(
          Locale.ROOT, "%-18s %-9s port %-5d", part.name(), part.state(), part.port());
    }
    return String.format(
        Locale.ROOT,
        "%-18s %-9s port %-5d pid %-8d %7.1f s  %4d MB",
        part.name(),
        part.state(),
        part.port(),
        part.pid(),
        part.seconds(),
        part.residentBytes() >> 20);
  }

  static String json(List<Mesh.Part> parts) {
    try {
      return new ObjectMapper().writeValueAsString(parts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The parts cannot be written", e);
    }
  }
}
