package com.openagents.sync.standalone.database;

import com.openagents.sync.standalone.StartRefused;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;

/**
 * How to reach the database: the same port in every run, so that tools keep their settings, and a password, since
 * whoever is on the machine reaches the port.
 */
record Access(int port, String password) {
  static final String USER = "agentsync";
  private static final String FILE = "agentsync-access.properties";
  private static final int PASSWORD_BYTES = 24;

  static Access make() throws IOException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return new Access(freePort(), HexFormat.of().formatHex(random));
  }

  /** @throws StartRefused if the cluster there was not made by this program */
  static Access read(Path cluster) throws IOException {
    Path file = cluster.resolve(FILE);
    if (!Files.exists(file)) {
      throw new StartRefused(
        "%s was not made by agentsync; choose another directory with --data.".formatted(cluster)
      );
    }
    Properties properties = new Properties();
    properties.load(new StringReader(Files.readString(file)));
    return new Access(Integer.parseInt(properties.getProperty("port")), properties.getProperty("password"));
  }

  void write(Path cluster) throws IOException {
    Path file = cluster.resolve(FILE);
    Files.createFile(
      file,
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    );
    String lines = "user=%s%nport=%d%npassword=%s%n".formatted(USER, port, password);
    Files.writeString(file, lines, StandardOpenOption.SYNC, StandardOpenOption.WRITE);
  }

  /** With another port where somebody else listens on this one by now. */
  Access withFreePort() throws IOException {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return this;
    } catch (IOException taken) {
      return new Access(freePort(), password);
    }
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
