package com.openagents.sync.platform.handover;

import com.openagents.sync.platform.signal.Signals;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Spares a part of the process the look into the database for what another part has just committed, or is about to
 * commit. A shortcut and no more: batches may be lost, others come between them from other processes, so whoever takes them up knows by their
 * dense numbers whether they are the next ones, and else looks into the database.
 *
 * @param <B> what is committed at once
 */
public final class Handover<B extends Handover.Batch> {

  /** What was committed in one transaction, or is about to be and says so itself. */
  public interface Batch {
    /** About what it takes in memory. */
    long bytes();
  }

  private final long bytesMax;
  private final List<Inbox<B>> inboxes = new CopyOnWriteArrayList<>();

  /** @param bytesMax of what waits in an inbox; one that would hold more is emptied */
  public Handover(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * For one part that takes batches up. Whoever also wakes by the signal listens after this.
   *
   * @param topic of the signal that comes with each batch
   */
  public Inbox<B> inbox(Signals signals, Signals.Topic topic) {
    Inbox<B> inbox = new Inbox<>(bytesMax);
    signals.listen(topic, inbox::heard);
    inboxes.add(inbox);
    return inbox;
  }

  /** Whether somebody would take up a batch; else it need not be made. */
  public boolean isWanted() {
    return !inboxes.isEmpty();
  }

  /** Call it before the signal, which must follow whatever becomes of the batch. */
  public void offer(B batch) {
    inboxes.forEach(inbox -> inbox.put(batch));
  }

  /** Has everybody look into the database for what is not taken up yet. */
  public void clear() {
    inboxes.forEach(Inbox::clear);
  }

  /** What waits for one part, oldest first. */
  public static final class Inbox<B extends Batch> {

    private final long bytesMax;
    private final Deque<B> waiting = new ArrayDeque<>();
    private volatile Runnable onBatch = () -> {};
    private long bytes;
    private int unexplained; // signals that no batch came with; below 0 between the two

    private Inbox(long bytesMax) {
      this.bytesMax = bytesMax;
    }

    private void put(B batch) {
      keep(batch);
      onBatch.run();
    }

    private synchronized void keep(B batch) {
      if (bytes + batch.bytes() > bytesMax) {
        clear();
      }
      if (batch.bytes() <= bytesMax) {
        waiting.addLast(batch);
        bytes += batch.bytes();
        unexplained--;
      }
    }

    /**
     * For the one who does not wait for the signal.
     *
     * @param listener is told of each batch, and must return at once
     */
    public void onBatch(Runnable listener) {
      onBatch = listener;
    }

    private synchronized void heard() {
      unexplained++;
    }

    /** Whether somebody else has committed too, of whom nothing is here. Says so once. */
    public synchronized boolean hasHeardOfOthers() {
      boolean others = unexplained > 0;
      unexplained = Math.min(unexplained, 0);
      return others;
    }

    /** Oldest first. */
    public synchronized List<B> takeAll() {
      List<B> taken = List.copyOf(waiting);
      clear();
      return taken;
    }

    public synchronized void clear() {
      waiting.clear();
      bytes = 0;
    }
  }
}
