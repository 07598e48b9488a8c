package com.openagents.sync.platform.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.util.UUID;

/**
 * The key of the local issuer, kept in a file so that tokens outlive a restart and parts that run apart on one machine
 * trust the same issuer.
 */
public record DevKey(RSAKey key) {
  private static final int KEY_BITS = 2048;

  static DevKey loadOrCreate(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file);
      }
      return new DevKey(RSAKey.parse(Files.readString(file)));
    } catch (IOException failure) {
      throw new UncheckedIOException("Can't read or write the local issuer's key " + file, failure);
    } catch (ParseException | JOSEException failure) {
      throw new IllegalStateException("The local issuer's key " + file + " is damaged; delete it.", failure);
    }
  }

  private static void create(Path file) throws IOException, JOSEException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path draft = Files.createTempFile(file.toAbsolutePath().getParent(), "key", ".draft");
    String keyId = UUID.randomUUID().toString();
    Files.writeString(draft, new RSAKeyGenerator(KEY_BITS).keyID(keyId).generate().toJSONString());
    try {
      // A link fails where a move would replace the key that another part made meanwhile.
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException anotherPartWasFirst) {
      // Its key is the one to use.
    } catch (UnsupportedOperationException noLinksHere) {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.deleteIfExists(draft);
  }
}
