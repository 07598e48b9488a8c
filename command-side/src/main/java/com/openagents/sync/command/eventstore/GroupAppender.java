package com.openagents.sync.command.eventstore;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.platform.signal.Signals;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
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
  private final Signals signals;
  private final EventStoreLimits limits;
  private final BlockingQueue<Append> queue;
  private volatile boolean running;
  private Thread writer = new Thread();

  GroupAppender(DataSource database, Signals signals, EventStoreLimits limits) {
    this.database = database;
    this.signals = signals;
    this.limits = limits;
    this.queue = new ArrayBlockingQueue<>(limits.queuedAppendsMax());
  }

  /**
   * Waits until the append is durable.
   *
   * @return the mutation's first answer, which is the append's own unless the mutation is a repeat
   */
  FirstAnswer append(Append append) {
    if (!queue.offer(append)) {
      throw new Rejected(RejectionCode.OVERLOADED, "Too many mutations wait to be stored. Try again.");
    }
    // Looked at after the offer: whoever is queued while this runs is answered by the writer or by stop().
    if (!running && queue.remove(append)) {
      throw stopped();
    }
    try {
      return append.done().join();
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
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
    failAll(left, stopped());
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
        commitOrFail(nextGroup());
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

  /**
   * A commit that fails may still have happened; since every append has its mutation id, trying again is safe. Errors
   * are caught too: without a writer all callers would wait for ever.
   */
  private void commitOrFail(List<Append> appends) {
    try {
      commit(appends);
    } catch (SQLTransientConnectionException away) {
      fail(appends, away);
    } catch (SQLException | RuntimeException | Error failure) {
      log.warn("Appends failed: {}; trying them one by one", appends.size(), failure);
      commitOneByOne(appends);
    }
  }

  private void commitOneByOne(List<Append> appends) {
    for (int index = 0; index < appends.size(); index++) {
      List<Append> one = appends.subList(index, index + 1);
      try {
        commit(one);
      } catch (SQLTransientConnectionException away) {
        // The others would only wait as long for a connection, one after another.
        fail(appends.subList(index, appends.size()), away);
        return;
      } catch (SQLException | RuntimeException | Error failure) {
        fail(one, failure);
      }
    }
  }

  private static void fail(List<Append> appends, Throwable failure) {
    log.error("Appends failed: {}", appends.size(), failure);
    failAll(
      appends,
      new Rejected(RejectionCode.UNAVAILABLE, "The event store does not answer now. Try again.")
    );
  }

  private void commit(List<Append> appends) throws SQLException {
    Group group;
    try (Connection connection = database.getConnection()) {
      // The pool rolls back what is not committed when it gets the connection back.
      connection.setAutoCommit(false);
      group = store(connection, appends);
      connection.commit();
    }
    group.replyToAll();
    if (!group.events().isEmpty()) {
      signals.raise(Signals.Topic.EVENTS_APPENDED);
    }
  }

  private static Group store(Connection connection, List<Append> appends) throws SQLException {
    long head = EventTable.lockHead(connection);
    Group group = new Group(
      head,
      EventTable.firstAnswers(connection, appends.stream().map(Append::mutationId).toList()),
      EventTable.takenPlaces(
        connection,
        appends
          .stream()
          .flatMap(append -> append.events().stream())
          .map(StoredEvent::place)
          .toList()
      )
    );
    appends.forEach(group::add);
    if (!group.accepted().isEmpty()) {
      EventTable.insertMutations(connection, group.accepted());
    }
    if (!group.events().isEmpty()) {
      EventTable.insertEvents(connection, head, group.events());
      EventTable.moveHead(connection, group.lastIndex());
    }
    return group;
  }

  private static Rejected stopped() {
    return new Rejected(RejectionCode.UNAVAILABLE, "The server is stopping. Try again.");
  }

  private static void failAll(List<Append> appends, Rejected reason) {
    appends
      .stream()
      .map(Append::done)
      .forEach(done -> done.completeExceptionally(reason));
  }
}
