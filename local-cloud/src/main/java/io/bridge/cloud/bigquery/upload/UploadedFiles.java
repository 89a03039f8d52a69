package io.bridge.cloud.bigquery.upload;

import io.bridge.cloud.bigquery.wire.Etag;
import io.bridge.cloud.http.GoogleError;
import io.bridge.cloud.storage.ContentRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files on disk. What was acknowledged is there after a crash; a session that nobody went on
 * with for a week is forgotten.
 */
public final class UploadedFiles {
  private static final Duration SESSION_LIFE = Duration.ofDays(7);
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");
  private static final String PART = ".part";
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path dir;

  private UploadedFiles(Path dir) {
    this.dir = dir;
  }

  public static UploadedFiles open(Path dir) {
    try {
      return new UploadedFiles(Files.createDirectories(dir));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forgets the files of all other jobs, old sessions, and bytes whose session a crash ended. */
  public void sweep(Set<String> unfinishedJobs, long nowMs) {
    var kept = unfinishedJobs.stream().map(UploadedFiles::nameOf).collect(Collectors.toSet());
    try (var files = Files.list(dir)) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        long age = nowMs - Files.getLastModifiedTime(file).toMillis();
        boolean ofJob = name.endsWith(".job");
        boolean half = name.endsWith(PART) || isWithoutSession(name);
        boolean over = age > SESSION_LIFE.toMillis() || half;
        if (ofJob ? !kept.contains(name) : over) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isWithoutSession(String name) {
    return name.endsWith(".data")
        && Files.notExists(dir.resolve(name.replaceAll("data$", "session")));
  }

  /** Begins a session; its id is the credential. */
  public String start(Session session) throws IOException {
    var id = UUID.randomUUID().toString();
    write(data(id), new byte[0]);
    var part = dir.resolve(id + PART);
    write(part, session.encode());
    Files.move(part, session(id), StandardCopyOption.ATOMIC_MOVE);
    return id;
  }

  /** Fails with 404. */
  public Session require(String id) throws IOException {
    if (id == null || !ID.matcher(id).matches() || !Files.exists(session(id))) {
      throw GoogleError.notFound("Not found: upload session");
    }
    return Session.decode(Files.readAllBytes(session(id)));
  }

  /**
   * Adds a piece; bytes that came before are passed over.
   *
   * @return number of bytes there are
   * @throws GoogleError 400 for a piece that leaves a gap, or is shorter than it says
   */
  public synchronized long append(String id, ContentRange range, InputStream body)
      throws IOException {
    try (var channel = FileChannel.open(data(id), StandardOpenOption.WRITE)) {
      if (range.isEmpty()) {
        return channel.size();
      }
      if (range.first() > channel.size()) {
        throw GoogleError.invalid("The Content-Range begins behind the bytes that there are.");
      }
      long most = range.length();
      long came = copy(body, channel.position(range.first()), most);
      channel.force(true);
      if (most != Long.MAX_VALUE && came < most) {
        throw GoogleError.invalid("The piece is shorter than its Content-Range says.");
      }
      return channel.size();
    }
  }

  /** The file of a session. */
  public Path of(String id) {
    return data(id);
  }

  /** Ends a session. */
  public void end(String id) throws IOException {
    Files.deleteIfExists(session(id));
    Files.deleteIfExists(data(id));
  }

  /** A file with everything of a stream. */
  public Path store(InputStream in) throws IOException {
    var file = data(UUID.randomUUID().toString());
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      copy(in, channel, Long.MAX_VALUE);
      channel.force(true);
      return file;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Gives a file to a job that has none; it stays its giver's too. */
  public void assign(Path file, String job) {
    var target = dir.resolve(nameOf(job));
    try {
      try {
        Files.createLink(target, file);
      } catch (UnsupportedOperationException | FileSystemException _) {
        Files.copy(file, target);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of a job. */
  public Optional<Path> find(String job) {
    return Optional.of(dir.resolve(nameOf(job))).filter(Files::exists);
  }

  /** Takes a file away that nobody needs. */
  public void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path session(String id) {
    return dir.resolve(id + ".session");
  }

  private Path data(String id) {
    return dir.resolve(id + ".data");
  }

  /** Job ids may be longer than names of files. */
  private static String nameOf(String job) {
    return Etag.hex(job) + ".job";
  }

  private static long copy(InputStream in, FileChannel out, long most) throws IOException {
    var buffer = new byte[BUFFER_BYTES];
    long copied = 0;
    while (copied < most) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, most - copied));
      if (read < 0) {
        return copied;
      }
      for (var rest = ByteBuffer.wrap(buffer, 0, read); rest.hasRemaining(); ) {
        out.write(rest);
      }
      copied += read;
    }
    return copied;
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      for (var rest = ByteBuffer.wrap(bytes); rest.hasRemaining(); ) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }
}
