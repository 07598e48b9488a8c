package com.openagents.sync.platform.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Signs heads. Its file holds both halves as PEM and belongs on no machine and in no backup that the database is on. */
public final class SigningKey {

  private final PrivateKey key;
  private final String keyId;
  private final PublicKeys publicKeys;

  private SigningKey(PrivateKey key, PublicKey publicKey) {
    this.key = key;
    this.keyId = PublicKeys.id(publicKey);
    this.publicKeys = PublicKeys.of(publicKey);
  }

  /** @throws IllegalStateException if the file holds no key */
  public static SigningKey load(Path file) {
    try {
      String pem = Files.readString(file);
      List<byte[]> keys = Pem.blocks(Pem.PRIVATE_KEY, pem);
      PublicKeys publicKeys = PublicKeys.parse(pem);
      if (keys.size() != 1 || publicKeys.ids().size() != 1) {
        throw new IllegalStateException(
          file + " must hold one Ed25519 private key and its public key, both as PEM."
        );
      }
      SigningKey signing = new SigningKey(
        KeyFactory.getInstance(PublicKeys.ALGORITHM).generatePrivate(
          new PKCS8EncodedKeySpec(keys.getFirst())
        ),
        publicKeys.only()
      );
      signing.requirePair(file);
      return signing;
    } catch (IOException failure) {
      throw new UncheckedIOException("Can't read the signing key " + file, failure);
    } catch (GeneralSecurityException | IllegalArgumentException failure) {
      throw new IllegalStateException("The signing key " + file + " is damaged.", failure);
    }
  }

  /** Makes one that only the owner of the file may read, unless there is one. */
  public static void createIfMissing(Path file) {
    try {
      if (!Files.exists(file)) {
        create(file.toAbsolutePath());
      }
    } catch (IOException failure) {
      throw new UncheckedIOException("Can't write the signing key " + file, failure);
    }
  }

  private static void create(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path draft = Files.createTempFile(
      file.getParent(),
      "key",
      ".draft",
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    );
    KeyPair pair = newPair();
    Files.writeString(
      draft,
      Pem.block(Pem.PRIVATE_KEY, pair.getPrivate().getEncoded()) +
        Pem.block(Pem.PUBLIC_KEY, pair.getPublic().getEncoded())
    );
    try {
      // A link fails where a move would replace the key that another part made meanwhile.
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException anotherPartWasFirst) {
      // Its key is the one to use.
    }
    Files.delete(draft);
  }

  private static KeyPair newPair() {
    try {
      return KeyPairGenerator.getInstance(PublicKeys.ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }

  private void requirePair(Path file) {
    if (!publicKeys.signed(sign(0, Chain.beginning()))) {
      throw new IllegalStateException("The two keys in " + file + " do not belong together.");
    }
  }

  public String keyId() {
    return keyId;
  }

  /** The other half. */
  public PublicKeys publicKeys() {
    return publicKeys;
  }

  /** Has whoever checks know this key, beside those that signed before. */
  public void publish(Path publicKeysFile) {
    try {
      PublicKeys.add(publicKeys, publicKeysFile);
    } catch (IOException failure) {
      throw new UncheckedIOException("Can't add the public key to " + publicKeysFile, failure);
    }
  }

  public SignedHead sign(long globalIndex, byte[] hash) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    try {
      Signature signature = Signature.getInstance(PublicKeys.ALGORITHM);
      signature.initSign(key);
      signature.update(SignedHead.message(globalIndex, hash, now, keyId));
      return new SignedHead(globalIndex, hash, now, keyId, signature.sign());
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("Can't sign", failure);
    }
  }
}
