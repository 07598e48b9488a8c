package com.openagents.sync.standalone.database;

import com.openagents.sync.standalone.StartRefused;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Everything that outlives a run, held by one process at a time. The system drops the lock when its holder dies, however
 * it dies; so whoever gets the lock may take over what a dead holder left behind.
 */
public final class DataDirectory implements Closeable {

  private static final String LOCK_FILE = "in-use-by";
  private static final int PROCESS_ID_BYTES_MAX = 32;

  private final Path path;
  private final FileChannel lockFile;

  private DataDirectory(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /** @throws StartRefused if it can't be used, or another process does */
  public static DataDirectory claim(Path wanted) {
    try {
      Path path = Files.createDirectories(wanted).toRealPath();
      FileChannel lockFile = FileChannel.open(
        path.resolve(LOCK_FILE),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE
      );
      if (tryLock(lockFile) == null) {
        String holder = read(lockFile);
        lockFile.close();
        throw new StartRefused(
          "The data directory %s is in use by process %s; stop that one or choose another with --data.".formatted(
            path,
            holder
          )
        );
      }
      write(lockFile, Long.toString(ProcessHandle.current().pid()));
      return new DataDirectory(path, lockFile);
    } catch (IOException failure) {
      throw new StartRefused(
        "%s can't hold the data: %s; choose another directory with --data.".formatted(wanted, reason(failure))
      );
    }
  }

  /** Whether another process holds it now. */
  public static boolean isInUse(Path path) throws IOException {
    Path file = path.resolve(LOCK_FILE);
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel lockFile = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return tryLock(lockFile) == null;
    }
  }

  public Path path() {
    return path;
  }

  /** The local issuer's key. */
  public Path devIssuerKey() {
    return path.resolve("dev-issuer.jwk");
  }

  /** The key that wraps those of subjects. Beside the cluster, not in it: the one without the other tells nothing. */
  public Path masterKey() {
    return path.resolve("master.key");
  }

  public EvidenceFiles evidence() {
    return new EvidenceFiles(path.resolve("evidence"));
  }

  public Path logs() {
    return path.resolve("logs");
  }

  Path postgres() {
    return path.resolve("postgres");
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }

  private static @Nullable FileLock tryLock(FileChannel lockFile) throws IOException {
    try {
      return lockFile.tryLock();
    } catch (OverlappingFileLockException heldInThisProcess) {
      return null;
    }
  }

  private static String read(FileChannel file) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(PROCESS_ID_BYTES_MAX);
    file.read(buffer, 0);
    return StandardCharsets.UTF_8.decode(buffer.flip()).toString().strip();
  }

  private static void write(FileChannel file, String text) throws IOException {
    file.truncate(0);
    file.write(StandardCharsets.UTF_8.encode(text + "\n"), 0);
  }

  private static String reason(IOException failure) {
    return switch (failure) {
      case java.nio.file.AccessDeniedException _ -> "it may not be written";
      case java.nio.file.FileAlreadyExistsException _ -> "it is a file";
      case java.nio.file.FileSystemException system when system.getReason() != null -> system
        .getReason()
        .toLowerCase(java.util.Locale.ROOT);
      default -> String.valueOf(failure.getMessage());
    };
  }
}
