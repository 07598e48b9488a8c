package com.openagents.sync.bench.workload;

import com.openagents.sync.bench.contender.Contender;
import com.openagents.sync.bench.load.Loops;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One line of the table: something that is measured of each contender in turn.
 *
 * @param workload its letter
 * @param name within the workload
 * @param shown the values that the table has
 * @param contenders names of those that take part; empty for all
 */
public record Trial(
  String workload,
  String name,
  List<String> shown,
  Set<String> contenders,
  Measure measure
) {
  /** Measures one contender once. */
  public interface Measure {
    Map<String, Double> of(Contender contender, Loops loops) throws IOException, InterruptedException;
  }

  public boolean isFor(Contender contender) {
    return contenders.isEmpty() || contenders.contains(contender.name());
  }
}
