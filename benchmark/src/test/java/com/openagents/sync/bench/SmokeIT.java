package com.openagents.sync.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Runs a little of it, so that it goes on working. When asked for: the plain servers need packages of their own. */
@EnabledIfSystemProperty(named = "benchmark-smoke.skip", matches = "false")
class SmokeIT {

  @TempDir
  Path work;

  @Test
  void measuresTheEngineBesideThePlainServers() throws Exception {
    Options options = Options.parse(
      "--smoke",
      "--only",
      "A,B,C,D",
      "--contenders",
      "agentsync,plain Node,plain Java,plain Axon",
      "--work",
      work.resolve("work").toString()
    );
    Path page = new Bench(options, BuiltEngine.surroundings(options.work())).run();
    assertThat(page).content().contains("agentsync", "plain Node", "plain Java", "plain Axon", "<svg");
    assertThat(Files.readString(page.resolveSibling("bench.json"))).contains("\"measurements\"");
  }
}
