package com.openagents.sync.bench.workload;

import com.openagents.sync.bench.contender.Library;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that start from nothing. */
final class Bootstraps {

  private static final int TRIES = 5;
  private static final int CROWD = 100;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final int BUFFER_BYTES = 1 << 16;

  private final Library library;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Bootstraps(Library library) {
    this.library = library;
  }

  static Map<String, Double> measure(Library library) throws IOException, InterruptedException {
    Bootstraps bootstraps = new Bootstraps(library);
    Map<String, Double> values = new LinkedHashMap<>();
    try (HttpClient _ = bootstraps.http) {
      values.put(Values.PARSED, bootstraps.parsed());
      double one = bootstraps.together(1);
      double crowd = bootstraps.together(CROWD);
      values.put(Values.RECEIVED, one);
      values.put(Values.CROWD_RECEIVED, crowd);
      values.put(Values.CROWD_SHARE, crowd / one);
    }
    return values;
  }

  /** The median of some. */
  private double parsed() throws IOException, InterruptedException {
    double[] times = new double[TRIES];
    for (int i = 0; i < TRIES; i++) {
      long start = System.nanoTime();
      HttpResponse<InputStream> answer = http.send(
        request("identity"),
        HttpResponse.BodyHandlers.ofInputStream()
      );
      try (InputStream body = answer.body()) {
        JsonNode rows = JsonMapper.shared().readTree(body).at(library.rowsAt());
        times[i] = (System.nanoTime() - start) / NANOS_PER_MILLI;
        if (rows.size() != library.rows()) {
          throw new MeasurementFailed("%d rows came instead of %d".formatted(rows.size(), library.rows()));
        }
      }
    }
    Arrays.sort(times);
    return times[TRIES / 2];
  }

  /** Until the last of them has everything; compressed where the server does that, and not parsed, since each would do it on a
   * machine of its own. */
  private double together(int clients) throws InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      List<Future<Long>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        all.add(threads.submit(this::received));
      }
      for (Future<Long> one : all) {
        one.get();
      }
      return (System.nanoTime() - start) / NANOS_PER_MILLI;
    } catch (ExecutionException failure) {
      throw new MeasurementFailed(String.valueOf(failure.getCause()));
    }
  }

  private long received() throws IOException, InterruptedException {
    HttpResponse<InputStream> answer = http.send(request("gzip"), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      long bytes = 0;
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        bytes += count;
      }
      if (answer.statusCode() != 200) {
        throw new IOException("Refused with " + answer.statusCode());
      }
      return bytes;
    }
  }

  private HttpRequest request(String encoding) {
    HttpRequest.Builder request = HttpRequest.newBuilder(library.uri()).header("Accept-Encoding", encoding);
    library.headers().forEach(request::header);
    return request.build();
  }
}
