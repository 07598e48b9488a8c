package com.openagents.sync.platform.subjectkey;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Objects;

/** The file with the master key, 64 hexadecimal digits, which only the engine's own user may read. */
record MasterKeyFile(Path path) {
  private static final String OWNER_ONLY = "rw-------";

  boolean exists() {
    return Files.exists(path);
  }

  /** @throws MasterKeyUnusable if it can't be read, or holds something else */
  MasterKey read() {
    try {
      byte[] key = HexFormat.of().parseHex(Files.readString(path).strip());
      if (key.length == AesGcm.KEY_BYTES) {
        return new MasterKey(key);
      }
    } catch (IOException unreadable) {
      throw new MasterKeyUnusable(
        "The master key can't be read: %s (agentsync.subject-keys.master-key-file).".formatted(path),
        unreadable
      );
    } catch (IllegalArgumentException notHexadecimal) {
      // Said below.
    }
    throw new MasterKeyUnusable(
      "%s holds no master key: it must be %d hexadecimal digits.".formatted(path, 2 * AesGcm.KEY_BYTES),
      null
    );
  }

  /** Makes one, unless another process was first. It is on the disk before anything is sealed with it. */
  void create() {
    try {
      Path folder = Objects.requireNonNull(
        path.toAbsolutePath().getParent(),
        "The master key needs a folder"
      );
      Files.createDirectories(folder);
      Path draft = Files.createTempFile(folder, "master", ".draft");
      if (Files.getFileStore(draft).supportsFileAttributeView("posix")) {
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(OWNER_ONLY));
      }
      DurableFile.write(draft, HexFormat.of().formatHex(AesGcm.randomKey()) + "\n");
      try {
        // A link fails where a move would replace the key that another process made meanwhile.
        Files.createLink(path, draft);
      } catch (FileAlreadyExistsException anotherWasFirst) {
        // Its key is the one to use.
      } catch (UnsupportedOperationException noLinksHere) {
        Files.move(draft, path, StandardCopyOption.ATOMIC_MOVE);
      }
      Files.deleteIfExists(draft);
      DurableFile.sync(folder);
    } catch (IOException failure) {
      throw new MasterKeyUnusable("The master key can't be written to " + path + ".", failure);
    }
  }
}
