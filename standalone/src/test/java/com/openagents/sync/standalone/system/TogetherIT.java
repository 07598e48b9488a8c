package com.openagents.sync.standalone.system;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** All parts in one process. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TogetherIT extends SyncScenario {

  private Engine engine;

  @BeforeAll
  void start(@TempDir Path data) {
    engine = Engine.start(data);
  }

  @AfterAll
  void stop() {
    engine.close();
  }

  @Override
  Client.Addresses engine() {
    return Client.Addresses.one(engine.url());
  }
}
