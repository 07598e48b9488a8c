package com.openagents.sync.platform.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevKeyTest {

  private static final int PARTS = 8;

  @TempDir
  private Path folder = Path.of("");

  @Test
  void keyOutlivesWhoMadeIt() {
    Path file = folder.resolve("deep/below/key.json");
    assertThat(DevKey.loadOrCreate(file)).isEqualTo(DevKey.loadOrCreate(file));
  }

  @Test
  void partsThatStartTogetherAgreeOnOneKey() throws InterruptedException, ExecutionException {
    Path file = folder.resolve("key.json");
    try (ExecutorService parts = Executors.newFixedThreadPool(PARTS)) {
      Callable<DevKey> load = () -> DevKey.loadOrCreate(file);
      List<Future<DevKey>> keys = parts.invokeAll(
        Stream.generate(() -> load)
          .limit(PARTS)
          .toList()
      );
      for (Future<DevKey> key : keys) {
        assertThat(key.get()).isEqualTo(DevKey.loadOrCreate(file));
      }
    }
    assertThat(folder).isDirectoryContaining("glob:**key.json").isDirectoryNotContaining("glob:**.draft");
  }

  @Test
  void onlyTheOwnerReadsIt() throws IOException {
    Path file = folder.resolve("key.json");
    DevKey.loadOrCreate(file);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
  }

  @Test
  void damagedKeyIsNotReplacedInSilence() throws IOException {
    Path file = Files.writeString(folder.resolve("key.json"), "{\"kty\":\"RSA\"}");
    assertThatThrownBy(() -> DevKey.loadOrCreate(file)).hasMessageContaining(file.toString());
    assertThat(file).hasContent("{\"kty\":\"RSA\"}");
  }
}
