package com.openagents.sync.command.eventstore;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.platform.handover.AppendedEvents;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.signal.Deadlines;
import com.openagents.sync.platform.signal.Signals;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one writer of this node: commits what many commands append meanwhile in one short transaction. So one fsync
 * serves many, and the global index is dense and in commit order (contract 2) however many nodes append.
 */
@Component
class GroupAppender implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(GroupAppender.class);

  private final DataSource database;
  private final EventStoreLimits limits;
  private final GroupWriter groups;
  private final BlockingQueue<Append> queue;
  private volatile boolean running;
  private Thread writer = new Thread();

  GroupAppender(
    DataSource database,
    Handover<AppendedEvents> handover,
    Signals signals,
    EventStoreLimits limits
  ) {
    this.database = database;
    this.limits = limits;
    this.groups = new GroupWriter(new AppendTransaction(database, handover, signals, limits), limits);
    this.queue = new ArrayBlockingQueue<>(limits.queuedAppendsMax());
  }

  /**
   * Waits until the append is durable, but not for ever.
   *
   * @return the mutation's first answer, which is the append's own unless the mutation is a repeat
   * @throws Rejected if it is not stored, or may not be
   */
  FirstAnswer append(Append append) {
    if (!queue.offer(append)) {
      throw AppendRefusals.overloaded();
    }
    // Looked at after the offer: whoever is queued while this runs is answered by the writer or by stop().
    if (!running && queue.remove(append)) {
      throw AppendRefusals.stopping();
    }
    return switch (await(append)) {
      case Outcome.Stored stored -> stored.answer();
      case Outcome.Repeated _ -> firstAnswer(append.mutationId());
    };
  }

  private Outcome await(Append append) {
    try {
      return Deadlines.await(append.done(), limits.appendWaitMax());
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(failure.getCause());
    } catch (TimeoutException late) {
      throw givenUp(append);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw givenUp(append);
    }
  }

  /** What still waits is withdrawn and will never be stored; what the writer has taken may be. */
  private Rejected givenUp(Append append) {
    return queue.remove(append) ? AppendRefusals.overloaded() : AppendRefusals.outcomeUnknown();
  }

  /** Read by whoever waits for it, not by the writer: a repeat's answer may be large, and it delays nobody else. */
  private FirstAnswer firstAnswer(String mutationId) {
    try (Connection connection = database.getConnection()) {
      return EventTable.firstAnswer(connection, mutationId);
    } catch (SQLException failure) {
      log.warn("A first answer can't be read", failure);
      throw AppendRefusals.answerUnavailable();
    }
  }

  @Override
  public void start() {
    running = true;
    writer = Thread.ofPlatform().name("event-store-writer").start(this::write);
  }

  @Override
  public void stop() {
    running = false;
    writer.interrupt();
    try {
      writer.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    List<Append> left = new ArrayList<>();
    queue.drainTo(left);
    GroupWriter.refuse(left, AppendRefusals.stopping());
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server begins to listen, and after it has drained: calls in hand still want their answers. */
  @Override
  public int getPhase() {
    return 0;
  }

  private void write() {
    while (running) {
      try {
        groups.write(nextGroup());
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  private List<Append> nextGroup() throws InterruptedException {
    List<Append> group = new ArrayList<>();
    long bytes = 0;
    Append next = queue.take();
    while (next != null) {
      group.add(next);
      bytes += next.bytes();
      boolean full = group.size() >= limits.groupAppendsMax() || bytes >= limits.groupBytesMax();
      next = full ? null : queue.poll();
    }
    return group;
  }
}
