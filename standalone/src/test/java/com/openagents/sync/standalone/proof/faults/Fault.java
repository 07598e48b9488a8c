package com.openagents.sync.standalone.proof.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * One thing that goes wrong.
 *
 * @param at since the faults began
 * @param whom picks among those that it can happen to
 * @param lasting where it is something that passes
 * @param otherWay where there are two ways for it to happen
 */
record Fault(Duration at, Kind kind, int whom, Duration lasting, boolean otherWay) {
  enum Kind {
    KILL_COMMAND_NODE("kill -9 of a command node"),
    KILL_QUERY_NODE("kill -9 of a query node"),
    KILL_GATEWAY("kill -9 of a gateway"),
    KILL_POSTGRES("kill -9 of PostgreSQL, all of it"),
    RESTART_POSTGRES("PostgreSQL restarted"),
    PAUSE_COMMAND_NODE("command node stopped and continued"),
    PAUSE_QUERY_NODE("query node stopped and continued"),
    PAUSE_GATEWAY("gateway stopped and continued"),
    PAUSE_POSTGRES("PostgreSQL stopped and continued"),
    PAUSE_SESSIONS("database sessions of one app stopped and continued"),
    CUT_CLIENTS("sockets of clients dropped"),
    STALL_CLIENTS("sockets of clients stalled"),
    HANG_CLIENTS("sockets of clients left half open"),
    CUT_DATABASE("sockets to PostgreSQL dropped"),
    STALL_DATABASE("sockets to PostgreSQL stalled"),
    HANG_DATABASE("sockets to PostgreSQL left half open"),
    FULL_DISK("no room for the log");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private static final int GAP_MS_MIN = 500;
  private static final int GAP_MS_MAX = 5_500;
  private static final int LASTING_MS_MIN = 500;
  private static final int LASTING_MS_MAX = 8_000;

  Duration end() {
    return at.plus(lasting);
  }

  /** The same for the same seed and kinds. Kinds come in turns of all, shuffled, so that none is left out for long. */
  static List<Fault> schedule(long seed, Duration during, Set<Kind> kinds) {
    Random random = new Random(seed);
    List<Fault> schedule = new ArrayList<>();
    List<Kind> turn = new ArrayList<>();
    // A short run has a fault of each kind all the same.
    long gapsMs = Math.min(GAP_MS_MAX, (2 * during.toMillis()) / (kinds.size() + 2) - GAP_MS_MIN);
    Duration at = Duration.ZERO;
    while (true) {
      if (turn.isEmpty()) {
        turn.addAll(kinds);
        Collections.shuffle(turn, random);
      }
      Duration lasting = Duration.ofMillis(random.nextInt(LASTING_MS_MIN, LASTING_MS_MAX));
      Fault fault = new Fault(at, turn.removeLast(), random.nextInt(1 << 16), lasting, random.nextBoolean());
      if (fault.end().compareTo(during) > 0 && schedule.size() >= kinds.size()) {
        return schedule;
      }
      schedule.add(fault);
      at = at.plus(Duration.ofMillis(random.nextLong(GAP_MS_MIN, Math.max(GAP_MS_MIN + 1, gapsMs))));
    }
  }

  @Override
  public String toString() {
    return "%6.1f s  %-50s whom %5d  %4.1f s%s".formatted(
      at.toMillis() / 1e3,
      kind.words,
      whom,
      lasting.toMillis() / 1e3,
      otherWay ? "  the other way" : ""
    );
  }
}
