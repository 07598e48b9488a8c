package com.openagents.sync.bench.workload;

/** What is measured, as it is called in the results. */
public final class Values {

  public static final String WRITES = "writes/s";
  public static final String DELIVERIES = "deliveries/s";
  public static final String SERVER_CPU = "server CPU µs/write";
  public static final String DATABASE_CPU = "database CPU µs/write";
  public static final String SEEN = "seen ";
  public static final String ANSWERED = "answered ";
  public static final String P50 = "p50 ms";
  public static final String P99 = "p99 ms";
  public static final String SEEN_P50 = SEEN + P50;
  public static final String SEEN_P99 = SEEN + P99;
  public static final String SLOW_SHARE = "p99 ÷ that without slow ones";
  public static final String PARSED = "ms to parsed rows";
  public static final String RECEIVED = "ms received, gzip";
  public static final String CROWD_RECEIVED = "ms received, gzip, 100 at once";
  public static final String CROWD_SHARE = "100 at once ÷ one";
  public static final String CAUGHT_UP = "s until all caught up";
  public static final String STATEMENTS = "database statements";
  public static final String HEAP_PER_SOCKET = "live heap kB/socket";
  public static final String RESIDENT_PER_SOCKET = "resident kB/socket";
  public static final String IDLE_CPU = "% of a core";
  public static final String FIRST_START = "s to ready, no data";
  public static final String NEXT_START = "s to ready";
  public static final String RESIDENT_IDLE = "resident MiB, idle";
  public static final String RESIDENT_BUSY = "resident MiB, after B";
  public static final String EVENTS = "events/s";
  public static final String LIMIT = "events/s of plain INSERTs in equal batches";
  public static final String SHARE_OF_LIMIT = "share of PostgreSQL's limit";
  public static final String BATCH = "commands/transaction";
  public static final String STORE_BYTES = "event store bytes/event";
  public static final String LOG_BYTES = "log bytes/event";

  public static final String READ_BYTES = "read tables bytes/event";
  public static final String GROWN_A = "A, p50 ÷ that of the smallest";
  public static final String GROWN_B = "B, writes/s of the smallest ÷ these";
  public static final String GROWN_D = "D ÷ that of the smallest";

  private Values() {}
}
