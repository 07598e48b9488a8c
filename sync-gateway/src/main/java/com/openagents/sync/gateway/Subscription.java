package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.ResyncReason;
import com.openagents.sync.api.rejection.ResyncRung;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.gateway.Outbound.Frame;
import com.openagents.sync.gateway.Phase.Happening;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One socket's wish to follow one scope: a cursor and a phase. Whatever goes out for it goes out under its lock and
 * moves its cursor at the same time, so that nothing is sent twice or skipped, and nothing at all once it is over.
 */
final class Subscription {

  private static final Duration FOREVER = Duration.ofDays(1000);

  private final Scope scope;
  private final ModelsFilter models;
  private final Lane lane;
  private Phase phase;
  private long cursor;
  private @Nullable UUID epoch;
  private boolean announced;

  /** @param cursor 0 for one that starts with a bootstrap */
  Subscription(Scope scope, ModelsFilter models, Lane lane, long cursor, @Nullable UUID epoch) {
    this.scope = scope;
    this.models = models;
    this.lane = lane;
    this.cursor = cursor;
    this.epoch = epoch;
    this.phase = cursor == 0 ? Phase.BOOTSTRAPPING : Phase.CATCHING_UP;
  }

  Scope scope() {
    return scope;
  }

  ModelsFilter models() {
    return models;
  }

  Lane lane() {
    return lane;
  }

  synchronized Phase phase() {
    return phase;
  }

  synchronized long cursor() {
    return cursor;
  }

  synchronized @Nullable UUID epoch() {
    return epoch;
  }

  /** The log's life that the cursor was found to belong to. */
  synchronized void belongsTo(UUID life) {
    epoch = life;
  }

  /** The rows are all sent; it goes on from their cursor. */
  synchronized void bootstrapped(long lastSyncId, UUID life) {
    phase = phase.after(Happening.BOOTSTRAPPED);
    cursor = lastSyncId;
    epoch = life;
  }

  /** Sends something on the way to the live stream, waiting for room. Nothing if the subscription is over. */
  void send(Frame frame, long cursorAfter) throws InterruptedException {
    var _ = sendAnd(frame, () -> cursor = cursorAfter, FOREVER);
  }

  /**
   * Sends rows of a bootstrap, waiting for room but not for ever: whoever gives them is kept waiting as well.
   *
   * @return false if there was no room in time
   */
  boolean sendRows(Frame frame, Duration within) throws InterruptedException {
    return sendAnd(frame, () -> {}, within);
  }

  /** Moves on where nothing was to be sent. */
  synchronized void skipTo(long cursorAfter) {
    cursor = cursorAfter;
  }

  /** Ends the subscription with the frame that says why. */
  void refuse(Frame frame) throws InterruptedException {
    var _ = sendAnd(frame, () -> phase = phase.after(Happening.REFUSED), FOREVER);
  }

  synchronized void leave() {
    phase = phase.after(Happening.LEFT);
  }

  /**
   * Goes live if it has caught up with the tail. The caller holds the scope's lock, so no batch can pass meanwhile.
   *
   * @return false if it has not caught up or the queue has no room to say so
   */
  synchronized boolean goLive(Standing standing, ServerFrames frames) {
    if (phase != Phase.CATCHING_UP || cursor < standing.position()) {
      return false;
    }
    if (!standing.epoch().equals(epoch)) {
      throw Rejected.resync(ResyncReason.EPOCH, ResyncRung.BOOTSTRAP, "The log began anew since.");
    }
    if (!announced && !lane.queue().offer(frames.subscribed(scope, cursor, standing.epoch()))) {
      return false;
    }
    announced = true;
    phase = phase.after(Happening.CAUGHT_UP);
    return true;
  }

  /**
   * Takes a batch from the tail. The caller holds the scope's lock.
   *
   * @return false if the subscription is not live any more
   */
  synchronized boolean take(ScopeBatch batch) {
    if (phase != Phase.LIVE) {
      return false;
    }
    if (batch.through() <= cursor) {
      return true;
    }
    Optional<Frame> frame = batch.frameFor(models, cursor);
    if (frame.isPresent() && !lane.queue().offer(frame.get())) {
      // Live until here, so everything up to this batch was sent or was of other scopes.
      cursor = Math.max(cursor, batch.after());
      phase = phase.after(Happening.FELL_BEHIND);
      return false;
    }
    cursor = batch.through();
    return true;
  }

  /**
   * Leaves the live stream to look at the log again.
   *
   * @param position what the live stream has brought so far
   */
  synchronized void fallBack(long position) {
    if (phase == Phase.LIVE) {
      cursor = Math.max(cursor, position);
      phase = phase.after(Happening.FELL_BEHIND);
    }
  }

  private boolean sendAnd(Frame frame, Runnable then, Duration within) throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      synchronized (this) {
        if (phase.isOver()) {
          return true;
        }
        if (lane.queue().offer(frame)) {
          then.run();
          return true;
        }
      }
      if (!lane.queue().awaitRoom(frame.bytes(), Duration.ofNanos(deadline - System.nanoTime()))) {
        return false;
      }
    }
  }
}
