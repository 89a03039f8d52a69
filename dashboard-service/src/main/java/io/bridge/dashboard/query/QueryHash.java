package io.bridge.dashboard.query;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 over texts, each with its length in front, so that none can pass for two. */
public final class QueryHash {
  private final MessageDigest digest;

  private QueryHash() {
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Hash of the exact SQL and its bound parameters, lower-case hex. */
  public static String of(String sql, List<BoundParam> params) {
    QueryHash hash = new QueryHash().add(sql);
    params.stream().sorted(Comparator.comparing(BoundParam::name)).forEach(hash::add);
    return hash.hex();
  }

  /** Hash of some texts in their order, lower-case hex. */
  public static String of(List<String> texts) {
    QueryHash hash = new QueryHash();
    texts.forEach(hash::add);
    return hash.hex();
  }

  private void add(BoundParam param) {
    add(param.name()).add(param.type());
    switch (param.value()) {
      case null -> add("null");
      case List<?> list -> {
        add("list " + list.size());
        list.forEach(value -> add(String.valueOf(value)));
      }
      default -> add("value").add(param.value().toString());
    }
  }

  private QueryHash add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
    digest.update(bytes);
    return this;
  }

  private String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
