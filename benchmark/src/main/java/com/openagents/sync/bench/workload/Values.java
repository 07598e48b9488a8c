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

  private Values() {}
}
