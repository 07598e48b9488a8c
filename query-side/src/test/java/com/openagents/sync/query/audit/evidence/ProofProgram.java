package com.openagents.sync.query.audit.evidence;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;

/** The program that strangers check proofs by, compiled and loaded into this process. */
record ProofProgram(URLClassLoader loader, Method check) implements AutoCloseable {
  static ProofProgram load(Path source) throws IOException, ReflectiveOperationException {
    Path classes = Files.createTempDirectory("check-proof");
    int status = ToolProvider.getSystemJavaCompiler().run(
      null,
      null,
      null,
      "-d",
      classes.toString(),
      source.toString()
    );
    if (status != 0) {
      throw new IllegalStateException(source + " does not compile");
    }
    URLClassLoader loader = new URLClassLoader(new URL[] { classes.toUri().toURL() });
    Method check = loader.loadClass("CheckProof").getDeclaredMethod("check", String.class, String.class);
    check.setAccessible(true);
    return new ProofProgram(loader, check);
  }

  /** A file that is no text is refused before it is looked at. */
  boolean refuses(byte[] proof, String keys) throws ReflectiveOperationException {
    try {
      return refuses(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(proof)).toString(), keys);
    } catch (CharacterCodingException noText) {
      return true;
    }
  }

  boolean refuses(String proof, String keys) throws ReflectiveOperationException {
    try {
      check.invoke(null, proof, keys);
      return false;
    } catch (InvocationTargetException refused) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
