package com.openagents.sync.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Many who ask for the same at once, each on a new connection. */
public final class Downloads {

  private Downloads() {}

  /** How long it takes from the first connection until the last has everything. */
  public static Duration together(URI uri, Map<String, String> headers, int clients, Loops loops)
    throws IOException {
    byte[] request = request(uri, headers);
    InetSocketAddress address = new InetSocketAddress(uri.getHost(), uri.getPort());
    List<Download> all = new ArrayList<>();
    long start = System.nanoTime();
    try {
      for (int i = 0; i < clients; i++) {
        Loop loop = loops.next();
        Download download = new Download(Peer.connect(address, null, 0), loop);
        all.add(download);
        loop.add(download);
        download.send(request);
      }
      all.forEach(download -> download.whole().join());
      return Duration.ofNanos(System.nanoTime() - start);
    } catch (CompletionException failure) {
      throw new IOException(failure.getCause());
    } finally {
      all.forEach(Download::close);
    }
  }

  private static byte[] request(URI uri, Map<String, String> headers) {
    String lines = headers
      .entrySet()
      .stream()
      .map(header -> header.getKey() + ": " + header.getValue() + "\r\n")
      .collect(Collectors.joining());
    return Marker.ascii(
      "GET %s?%s HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n%s\r\n".formatted(
        uri.getRawPath(),
        uri.getRawQuery(),
        lines
      )
    );
  }
}
