package com.openagents.sync.platform.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The keys whose signatures count, of the present signer and of those before: what was signed stays signed. They come
 * from a file, never from the database that they testify about.
 */
public final class PublicKeys {

  static final String ALGORITHM = "Ed25519";

  private static final int KEY_ID_BYTES = 16;

  private final Map<String, PublicKey> keys = new LinkedHashMap<>();

  private PublicKeys() {}

  public static PublicKeys none() {
    return new PublicKeys();
  }

  /** Reads a PEM file of one key after another; none if there is no such file. */
  public static PublicKeys read(Path file) {
    try {
      return parse(Files.readString(file));
    } catch (NoSuchFileException none) {
      return none();
    } catch (IOException failure) {
      throw new UncheckedIOException("Can't read the public keys in " + file, failure);
    }
  }

  /** @throws IllegalArgumentException if there is something else than Ed25519 keys */
  public static PublicKeys parse(String pem) {
    PublicKeys all = new PublicKeys();
    for (byte[] block : Pem.blocks(Pem.PUBLIC_KEY, pem)) {
      try {
        PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(block));
        all.keys.put(id(key), key);
      } catch (GeneralSecurityException failure) {
        throw new IllegalArgumentException("Not an Ed25519 public key", failure);
      }
    }
    return all;
  }

  /** Whoever holds the key calls it so: the first half of the hash of its X.509 form, in hexadecimal digits. */
  static String id(PublicKey key) {
    return HexFormat.of().formatHex(Arrays.copyOf(Chain.sha256(key.getEncoded()), KEY_ID_BYTES));
  }

  public Set<String> ids() {
    return keys.keySet();
  }

  PublicKey only() {
    return keys.values().iterator().next();
  }

  /** Whether one of these keys signed it. */
  public boolean signed(SignedHead head) {
    PublicKey key = keys.get(head.keyId());
    if (key == null) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(head.message());
      return signature.verify(head.signature());
    } catch (GeneralSecurityException notASignature) {
      return false;
    }
  }

  public String pem() {
    StringBuilder pem = new StringBuilder();
    keys.values().forEach(key -> pem.append(Pem.block(Pem.PUBLIC_KEY, key.getEncoded())));
    return pem.toString();
  }

  /** Adds those of another list that a file lacks. */
  static void add(PublicKeys more, Path file) throws IOException {
    PublicKeys known = read(file);
    Files.createDirectories(file.toAbsolutePath().getParent());
    for (Map.Entry<String, PublicKey> key : more.keys.entrySet()) {
      if (!known.keys.containsKey(key.getKey())) {
        Files.writeString(
          file,
          Pem.block(Pem.PUBLIC_KEY, key.getValue().getEncoded()),
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND,
          StandardOpenOption.SYNC
        );
      }
    }
  }

  static PublicKeys of(PublicKey key) {
    PublicKeys one = new PublicKeys();
    one.keys.put(id(key), key);
    return one;
  }
}
