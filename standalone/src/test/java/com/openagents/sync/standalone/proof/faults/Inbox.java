package com.openagents.sync.standalone.proof.faults;

import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What comes over one WebSocket. The next message is asked for by whoever took the one before: a slow client holds its
 * server back.
 */
final class Inbox implements WebSocket.Listener {

  sealed interface Happening {}

  record Received(String text) implements Happening {}

  record Ended(String why) implements Happening {}

  private final BlockingQueue<Happening> happenings = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();

  /** Null if nothing comes within that time. */
  @Nullable
  Happening next(Duration within) throws InterruptedException {
    return happenings.poll(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    text.append(part);
    if (last) {
      happenings.add(new Received(text.toString()));
      text.setLength(0);
    } else {
      socket.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    happenings.add(new Ended(code + " " + reason));
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    happenings.add(new Ended(failure.toString()));
  }
}
