package io.bridge.app.session;

import static io.bridge.model.error.ErrorCode.INVALID_REQUEST;
import static io.bridge.model.error.ErrorCode.UNAUTHENTICATED;

import io.bridge.app.terminal.Json;
import io.bridge.model.error.BridgeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** The session's file: mode 0600 in a folder of mode 0700, replaced in one step. */
public final class SessionStore {
  /** The session of a person who has one only. */
  public static final String USUAL = "session";

  private static final Set<PosixFilePermission> OWNER_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_FOLDER =
      PosixFilePermissions.fromString("rwx------");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final long MAX_BYTES = 64 * 1024;

  private final Path file;

  public SessionStore(Path file) {
    this.file = file;
  }

  /**
   * {@code $XDG_CONFIG_HOME/bridge/session.json}, or under {@code ~/.config}.
   *
   * @param name one of several sign-ins; {@link #USUAL} for the person's own
   */
  public static SessionStore under(Map<String, String> env, String name) {
    if (!NAME.matcher(name).matches()) {
      throw INVALID_REQUEST.with("A session's name has 1 to 64 letters, digits, - and _: " + name);
    }
    String xdg = env.getOrDefault("XDG_CONFIG_HOME", "");
    // The XDG specification: a relative path is to be ignored.
    Path config =
        xdg.startsWith("/") ? Path.of(xdg) : Path.of(env.getOrDefault("HOME", "."), ".config");
    return new SessionStore(config.resolve("bridge").resolve(name + ".json"));
  }

  /**
   * @throws BridgeException {@code UNAUTHENTICATED} where the file is there but of no use
   */
  public Optional<Session> find() {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw unusable();
      }
      // Something else may have opened it up (a restored backup, a careless copy).
      Files.setPosixFilePermissions(file, OWNER_FILE);
      return Optional.of(complete(Json.read(Files.readAllBytes(file), Session.class)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException _) {
      throw unusable();
    }
  }

  private Session complete(Session session) {
    if (session == null
        || session.gateway() == null
        || session.identity() == null
        || session.tokens() == null
        || session.tokens().refreshToken() == null) {
      throw unusable();
    }
    return session;
  }

  private BridgeException unusable() {
    return UNAUTHENTICATED.with(
        "The session file " + file + " cannot be read. Sign in again: bridge login");
  }

  /** Safe against a crash in the middle and against a reader at the same time. */
  public void save(Session session) {
    try {
      makeFolder();
      Path fresh = file.resolveSibling("session." + UUID.randomUUID() + ".tmp");
      try {
        write(fresh, Json.bytes(session));
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The session cannot be kept in " + file, e);
    }
  }

  private void makeFolder() throws IOException {
    Path folder = file.getParent();
    Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
    Files.setPosixFilePermissions(folder, OWNER_FOLDER);
  }

  private static void write(Path path, byte[] content) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var mode = PosixFilePermissions.asFileAttribute(OWNER_FILE);
    try (FileChannel channel = FileChannel.open(path, options, mode)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** True where there was one. */
  public boolean remove() {
    try {
      return Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("The session file cannot be deleted: " + file, e);
    }
  }
}
