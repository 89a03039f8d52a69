package io.bridge.dashboard.cache;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jboss.logging.Logger;

/** Answers of single queries in the cache. */
@ApplicationScoped
public class StoredAnswers {
  private static final Logger LOG = Logger.getLogger(StoredAnswers.class);

  private final AnswerCache cache;
  private final ObjectMapper mapper;

  StoredAnswers(AnswerCache cache, ObjectMapper mapper) {
    this.cache = cache;
    this.mapper = mapper;
  }

  /** Null where there is none. */
  public Uni<StoredAnswer> find(String key) {
    return cache.find(key).map(this::read);
  }

  public Uni<Void> store(Entry entry, StoredAnswer answer) {
    return cache.store(entry, write(answer), new Fence(answer.epochs()));
  }

  /** What an older version wrote counts as not there. */
  private StoredAnswer read(Buffer bytes) {
    try {
      return bytes == null ? null : mapper.readValue(bytes.getBytes(), StoredAnswer.class);
    } catch (IOException e) {
      LOG.warnf("event=cache-unreadable error=%s", e.getClass().getName());
      return null;
    }
  }

  private byte[] write(StoredAnswer answer) {
    try {
      return mapper.writeValueAsBytes(answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
