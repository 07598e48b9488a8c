package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A scope's rows as they stream in, a row per line, cut into parts. Not read faster than parts are asked for. */
final class Snapshot implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Snapshot.class);
  private static final String SYNC_ID_HEADER = "Sync-Id";
  private static final String EPOCH_HEADER = "Sync-Epoch";

  private final InputStream body;
  private final BufferedReader lines;
  private final JsonMapper json;
  private final int partBytesMax;
  private final Duration stalledAtMost;
  private final long lastSyncId;
  private final @Nullable UUID epoch;
  private long rowsRead;

  Snapshot(HttpResponse<InputStream> answer, JsonMapper json, GatewaySettings settings) {
    this.body = answer.body();
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    this.json = json;
    this.partBytesMax = settings.bootstrapPartBytesMax();
    this.stalledAtMost = settings.bootstrapStalledAtMost();
    this.lastSyncId = answer.headers().firstValueAsLong(SYNC_ID_HEADER).orElse(0);
    this.epoch = answer.headers().firstValue(EPOCH_HEADER).map(UUID::fromString).orElse(null);
  }

  static Rejected unavailable(Exception failure) {
    log.warn("A bootstrap failed: {}", failure.toString());
    return new Rejected(
      RejectionCode.UNAVAILABLE,
      "The state of the scope can't be read now. Subscribe again in a moment."
    );
  }

  /**
   * The next part, or the last one with the cursor.
   *
   * @throws Rejected with {@code unavailable} if the rest does not come
   */
  BootstrapPart next() {
    // Closing the body is what ends a read that waits for a silent peer.
    CompletableFuture<Boolean> stalled = new CompletableFuture<Boolean>().completeOnTimeout(
      true,
      stalledAtMost.toMillis(),
      TimeUnit.MILLISECONDS
    );
    CompletableFuture<Void> alarm = stalled.thenAccept(this::closeIf);
    try {
      return read();
    } catch (IOException | JacksonException | IllegalArgumentException failure) {
      throw unavailable(failure);
    } finally {
      stalled.complete(false);
      alarm.join();
    }
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private BootstrapPart read() throws IOException {
    Map<String, List<JsonNode>> rows = new LinkedHashMap<>();
    int bytes = 0;
    while (bytes < partBytesMax) {
      String line = lines.readLine();
      if (line == null) {
        throw new IOException("it ended after " + rowsRead + " rows, without a trailer");
      }
      JsonNode item = json.readTree(line);
      if (item.has("lastSyncId")) {
        return last(rows, item);
      }
      rows.computeIfAbsent(item.path("model").asString(), _ -> new ArrayList<>()).add(item.path("row"));
      bytes += line.length();
      rowsRead++;
    }
    return new BootstrapPart(rows, lastSyncId, epoch, false);
  }

  private BootstrapPart last(Map<String, List<JsonNode>> rows, JsonNode trailer) throws IOException {
    if (trailer.path("rows").asLong(rowsRead) != rowsRead) {
      throw new IOException("it has " + rowsRead + " rows, but its trailer says " + trailer);
    }
    UUID life = UUID.fromString(trailer.path("epoch").asString());
    return new BootstrapPart(rows, trailer.path("lastSyncId").asLong(), life, true);
  }

  private void closeIf(boolean stalled) {
    if (stalled) {
      close();
    }
  }
}
