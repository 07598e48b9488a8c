package com.openagents.sync.command.evidence;

import com.openagents.sync.platform.evidence.HeadFile;
import com.openagents.sync.platform.evidence.SignedHead;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** A place outside the database that gets every signed head, whichever node signed it. */
sealed interface Outlet {
  /** The event of the last head that is there, as far as this node knows. */
  long position() throws IOException;

  /** @throws IOException if they may not be there */
  void deliver(List<SignedHead> heads) throws IOException, InterruptedException;

  record ToFile(HeadFile file) implements Outlet {
    @Override
    public long position() throws IOException {
      return file.last().map(SignedHead::globalIndex).orElse(0L);
    }

    @Override
    public void deliver(List<SignedHead> heads) throws IOException {
      file.append(heads);
    }

    @Override
    public String toString() {
      return file.path().toString();
    }
  }

  /** Gets the newest head at each start again: what it got before is not known then. */
  final class ToUrl implements Outlet {

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(5);
    private static final int SUCCESSES = 2;
    private static final int STATUS_CLASS = 100;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
    private final URI url;
    private long position;

    ToUrl(URI url, long position) {
      this.url = url;
      this.position = position;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void deliver(List<SignedHead> heads) throws IOException, InterruptedException {
      String lines = heads
        .stream()
        .map(head -> head.json() + "\n")
        .collect(Collectors.joining());
      HttpRequest request = HttpRequest.newBuilder(url)
        .timeout(ANSWER_WITHIN)
        .header("Content-Type", "application/x-ndjson")
        .POST(BodyPublishers.ofString(lines))
        .build();
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status / STATUS_CLASS != SUCCESSES) {
        throw new IOException(url + " answered " + status);
      }
      position = heads.getLast().globalIndex();
    }

    @Override
    public String toString() {
      return url.toString();
    }
  }
}
