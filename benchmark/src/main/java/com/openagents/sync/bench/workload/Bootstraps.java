package com.openagents.sync.bench.workload;

import com.openagents.sync.bench.contender.Library;
import com.openagents.sync.bench.load.Downloads;
import com.openagents.sync.bench.load.Loops;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients that start from nothing. */
final class Bootstraps {

  private static final int TRIES = 5;
  private static final int CROWD = 100;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Library library;
  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Loops loops;

  private Bootstraps(Library library, Loops loops) {
    this.library = library;
    this.loops = loops;
  }

  static Map<String, Double> measure(Library library, Loops loops) throws IOException, InterruptedException {
    Bootstraps bootstraps = new Bootstraps(library, loops);
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
      HttpResponse<InputStream> answer = http.send(request(), HttpResponse.BodyHandlers.ofInputStream());
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

  /** Compressed where the server does that, and not parsed, since each would do it on a machine of its own. */
  private double together(int clients) throws IOException, InterruptedException {
    library.change().make();
    Duration lasted = Downloads.together(library.uri(), library.headers(), clients, loops);
    return lasted.toNanos() / NANOS_PER_MILLI;
  }

  private HttpRequest request() {
    HttpRequest.Builder request = HttpRequest.newBuilder(library.uri()).header("Accept-Encoding", "identity");
    library.headers().forEach(request::header);
    return request.build();
  }
}
