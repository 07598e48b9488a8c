package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.platform.evidence.SignedHead;
import com.openagents.sync.query.audit.evidence.StoredEvents.Place;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** Reads all events once, several stretches at a time, each thread with a session of its own on the same snapshot. */
final class Scan implements AutoCloseable {

  private static final long EVENTS_PER_CHUNK = 4_000;
  /** An index far behind the head is somebody's invention, not a reason to look at all that is between. */
  private static final long EVENTS_BEYOND_HEAD_MAX = 1_000_000;
  private static final Duration PROGRESS_EVERY = Duration.ofMillis(250);
  private static final double NANOSECONDS_PER_SECOND = 1e9;

  /**
   * What came of it.
   *
   * @param end where the chain stands after the last event
   * @param fault the first one
   * @param brokenHeads signed heads that say something else, in the order of their events
   */
  record Result(
    long rows,
    Place end,
    Optional<Chunk.Fault> fault,
    List<SignedHead> brokenHeads,
    long postings,
    Optional<Finding> wrongPosting
  ) {}

  private final DataSource database;
  private final String snapshot;
  private final Projection projection;
  private final long head;
  private final SignedHeads signed;
  private final int threads;
  private final List<Thread> workers = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private List<CompletableFuture<Chunk>> chunks = List.of();

  Scan(
    DataSource database,
    String snapshot,
    int threads,
    Projection projection,
    long head,
    SignedHeads signed
  ) {
    this.database = database;
    this.snapshot = snapshot;
    this.threads = threads;
    this.projection = projection;
    this.head = head;
    this.signed = signed;
  }

  Result run(StoredEvents events, Ledger ledger, Consumer<VerifyProgress> progress)
    throws SQLException, InterruptedException {
    long last = Math.min(
      events.before(Long.MAX_VALUE).index(),
      Math.addExact(Math.max(head, signed.until()), EVENTS_BEYOND_HEAD_MAX)
    );
    long number = Math.max(1, (last + EVENTS_PER_CHUNK - 1) / EVENTS_PER_CHUNK);
    chunks = new ArrayList<>();
    for (long chunk = 0; chunk < number; chunk++) {
      chunks.add(new CompletableFuture<>());
    }
    for (int worker = 0; worker < Math.min(threads, number); worker++) {
      workers.add(
        Thread.ofPlatform()
          .name("verify-" + worker)
          .start(this::work)
      );
    }
    return collect(ledger, new Pace(last, progress));
  }

  private Result collect(Ledger ledger, Pace pace) throws SQLException, InterruptedException {
    long rows = 0;
    long postings = 0;
    Place end = Place.BEGINNING;
    Optional<Chunk.Fault> fault = Optional.empty();
    Optional<Finding> wrongPosting = Optional.empty();
    List<SignedHead> brokenHeads = new ArrayList<>();
    for (int number = 0; number < chunks.size(); number++) {
      Chunk chunk = result(chunks.get(number));
      // What was taken in is not kept.
      chunks.set(number, CompletableFuture.completedFuture(null));
      rows += chunk.rows();
      postings += chunk.postings();
      end = chunk.end();
      fault = fault.or(chunk::fault);
      wrongPosting = wrongPosting.or(chunk::wrongPosting);
      brokenHeads.addAll(chunk.brokenHeads());
      chunk.money().forEach(ledger::take);
      pace.at(rows);
    }
    pace.end(rows);
    return new Result(rows, end, fault, brokenHeads, postings, wrongPosting);
  }

  private static Chunk result(CompletableFuture<Chunk> chunk) throws SQLException, InterruptedException {
    try {
      return chunk.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof SQLException sql) {
        throw sql;
      }
      throw new IllegalStateException(failure.getCause());
    }
  }

  private void work() {
    int number = next.getAndIncrement();
    try (VerifySession session = VerifySession.open(database, snapshot)) {
      while (number < chunks.size()) {
        chunks.get(number).complete(check(session, number));
        number = next.getAndIncrement();
      }
    } catch (SQLException | RuntimeException | Error failure) {
      // One is enough for the verification to fail.
      chunks.get(Math.min(number, chunks.size() - 1)).completeExceptionally(failure);
    }
  }

  private Chunk check(VerifySession session, int number) throws SQLException {
    boolean isFirst = number == 0;
    boolean isLast = number == chunks.size() - 1;
    return ChunkCheck.of(
      session.events(),
      new Postings(session.connection(), projection),
      isFirst ? Long.MIN_VALUE : number * EVENTS_PER_CHUNK,
      isLast ? Long.MAX_VALUE : (number + 1) * EVENTS_PER_CHUNK,
      head,
      signed.genuine()
    );
  }

  /** Those that still work find nothing left to do. */
  @Override
  public void close() {
    next.set(chunks.size());
    for (Thread worker : workers) {
      try {
        worker.join();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Tells of the progress, not too often. */
  private static final class Pace {

    private final long start = System.nanoTime();
    private final long of;
    private final Consumer<VerifyProgress> listener;
    private long told = start;

    Pace(long of, Consumer<VerifyProgress> listener) {
      this.of = of;
      this.listener = listener;
    }

    void at(long checked) {
      long now = System.nanoTime();
      if (now - told >= PROGRESS_EVERY.toNanos()) {
        tell(checked, now);
      }
    }

    /** Whoever waits sees that all were looked at, though what is left takes a moment. */
    void end(long checked) {
      tell(checked, System.nanoTime());
    }

    private void tell(long checked, long now) {
      told = now;
      long rate = (long) (checked / ((now - start) / NANOSECONDS_PER_SECOND));
      listener.accept(new VerifyProgress(checked, of, rate));
    }
  }
}
