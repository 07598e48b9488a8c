package com.openagents.sync.standalone.database;

import com.openagents.sync.standalone.StartRefused;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this kind of machine, unpacked once per version into the user's cache. Not into the shared
 * temporary folder: others could write there, and some systems sweep it while the programs run.
 */
record PostgresBinaries(Path home) {
  private static final int EXECUTABLE_BITS = 0111;

  static PostgresBinaries unpack(Path cache, String version) {
    Path home = cache.resolve("postgresql-" + version);
    if (!Files.isDirectory(home)) {
      try {
        Files.createDirectories(cache);
        Path draft = Files.createTempDirectory(cache, "unpacking-");
        extractAll(draft);
        moveUnlessThere(draft, home);
      } catch (IOException failure) {
        throw new StartRefused("PostgreSQL can't be unpacked into " + home + ": " + failure);
      }
    }
    return new PostgresBinaries(home);
  }

  /** The user's cache, or a folder in the data directory where there is none that can be written. */
  static Path cache(Path otherwise) {
    String given = System.getenv("XDG_CACHE_HOME");
    Path base =
      given == null || given.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(given);
    Path cache = base.resolve("agentsync");
    try {
      return Files.createDirectories(cache).toRealPath();
    } catch (IOException nowhereToWrite) {
      return otherwise;
    }
  }

  Path program(String name) {
    return home.resolve("bin").resolve(name);
  }

  private static void extractAll(Path target) throws IOException {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac")
      ? "Darwin"
      : System.getProperty("os.name");
    try (
      InputStream packed = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(
        system,
        System.getProperty("os.arch")
      );
      TarArchiveInputStream tar = new TarArchiveInputStream(
        new XZInputStream(new BufferedInputStream(packed))
      )
    ) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, target);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
    throws IOException {
    Path file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("The archive reaches outside of itself: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.resolveSibling("."));
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, file);
      boolean executable = (entry.getMode() & EXECUTABLE_BITS) != 0;
      Files.setPosixFilePermissions(
        file,
        PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--")
      );
    }
  }

  private static void moveUnlessThere(Path draft, Path home) throws IOException {
    try {
      Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failure) {
      if (!Files.isDirectory(home)) {
        throw failure;
      }
      // Another process unpacked the same meanwhile.
      delete(draft);
    }
  }

  static void delete(Path folder) throws IOException {
    Files.walkFileTree(
      folder,
      new SimpleFileVisitor<Path>() {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
          Files.delete(file);
          return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
          throws IOException {
          Files.delete(directory);
          return FileVisitResult.CONTINUE;
        }
      }
    );
  }
}
