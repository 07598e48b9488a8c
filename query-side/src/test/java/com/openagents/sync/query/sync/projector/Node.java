package com.openagents.sync.query.sync.projector;

import com.openagents.sync.platform.database.Statements;
import com.openagents.sync.query.event.StoredEvents;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A query-side node whose projector is moved by hand; its own must be switched off. */
final class Node {

  private final RunningQuerySide app;
  private @Nullable Progress progress;

  Node(RunningQuerySide app) {
    this.app = app;
  }

  /** Tries to; returns whether this node has the lease now. */
  boolean takeOver() {
    progress = app.bean(Takeover.class).tryNow();
    return progress != null;
  }

  boolean believesToLead() {
    return progress != null;
  }

  Progress progress() {
    if (progress == null) {
      throw new IllegalStateException("it does not lead");
    }
    return progress;
  }

  /**
   * Projects a batch; returns false if there is nothing to project.
   *
   * @throws LeaseLost if another node leads, whatever this one believes
   */
  boolean project(int eventsMax) {
    StoredEvents.News news = read(eventsMax);
    if (!news.events().isEmpty()) {
      write(news);
    }
    return !news.events().isEmpty();
  }

  StoredEvents.News read(int eventsMax) {
    EventStoreTail tail = app.bean(EventStoreTail.class);
    tail.lookNext();
    return tail.after(progress().position(), eventsMax);
  }

  void write(StoredEvents.News news) {
    progress = app.bean(BatchProjection.class).next(progress(), news);
  }

  /** As a batch is written: within a transaction that holds the head's lock. */
  void underLock(Runnable work) {
    new TransactionTemplate(app.bean(PlatformTransactionManager.class)).executeWithoutResult(_ -> {
      app.bean(LogHeadLock.class).lock(progress());
      work.run();
    });
  }

  void move(long lastId, long position) {
    Statements statements = new Statements();
    app.bean(LogHeadLock.class).move(lastId, position, statements);
    statements.send(app.bean(JdbcTemplate.class));
  }

  /** Tries again what is set aside of an org, as far as it was asked for. */
  void retry(UUID org, int eventsMax) {
    progress = app.bean(BatchProjection.class).retry(progress(), org, eventsMax);
  }

  void renew() {
    Lease lease = app.bean(Lease.class);
    if (!lease.renew(progress().term())) {
      throw new LeaseLost();
    }
  }
}
