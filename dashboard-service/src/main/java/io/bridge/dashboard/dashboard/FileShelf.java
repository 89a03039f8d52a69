package io.bridge.dashboard.dashboard;

import io.bridge.dashboard.file.DashboardFile;
import io.bridge.dashboard.file.DashboardReader;
import io.bridge.dashboard.storage.DashboardBucket;
import io.bridge.dashboard.storage.StoredFile;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Stored files; those that were read lately stay in memory, since an object never changes. */
@ApplicationScoped
class FileShelf {
  private static final int KEPT = 100;

  private final DashboardBucket bucket;
  private final Map<StoredFile, DashboardFile> read = Collections.synchronizedMap(new Latest());

  FileShelf(DashboardBucket bucket) {
    this.bucket = bucket;
  }

  Uni<DashboardFile> file(StoredFile stored) {
    DashboardFile known = read.get(stored);
    return known == null
        ? bytes(stored).map(FileShelf::parse).invoke(file -> read.put(stored, file))
        : Uni.createFrom().item(known);
  }

  Uni<byte[]> bytes(StoredFile stored) {
    return bucket.read(stored);
  }

  private static DashboardFile parse(byte[] bytes) {
    return DashboardReader.read(bytes, "dashboard.yaml").file();
  }

  private static final class Latest extends LinkedHashMap<StoredFile, DashboardFile> {
    private static final long serialVersionUID = 1L;

    Latest() {
      super(KEPT, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<StoredFile, DashboardFile> eldest) {
      return size() > KEPT;
    }
  }
}
