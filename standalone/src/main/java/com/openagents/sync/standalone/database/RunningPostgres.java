package com.openagents.sync.standalone.database;

import com.openagents.sync.standalone.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The PostgreSQL of a data directory that another process has started, by its owner's role. */
public record RunningPostgres(String jdbcUrl, String user, String password) {
  private static final int PORT_LINE = 3;

  /** @throws StartRefused if there is none */
  public static RunningPostgres of(Path data) {
    Path cluster = data.resolve("postgres");
    try {
      List<String> lines = Files.readAllLines(cluster.resolve("postmaster.pid"));
      int port = Integer.parseInt(lines.get(PORT_LINE).strip());
      Access access = new Access(port, Access.read(cluster).password());
      return new RunningPostgres(access.jdbcUrl(), Access.USER, access.password());
    } catch (IOException | RuntimeException notYet) {
      throw new StartRefused(
        "%s is in use, but its PostgreSQL does not answer yet; try again.".formatted(data)
      );
    }
  }
}
