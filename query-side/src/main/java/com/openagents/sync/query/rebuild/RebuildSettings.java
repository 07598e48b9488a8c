package com.openagents.sync.query.rebuild;

import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param enabled false on a node that leaves it to others
 * @param operators subjects who may rebuild, which is no org's alone; {@code *} is everybody with a token
 * @param threadsMax how many threads read and decode events, each with a database connection of its own
 * @param share of the time in which a replay works while people write, above 0 and at most 1; when nobody does it takes it all
 * @param pageEventsMax events that one thread decodes at a time
 * @param pageSizeMax of their payloads
 * @param flushRowsMax changed rows that are gathered before they are written
 * @param flushSizeMax of their texts
 * @param flipEventsMax what the projector is ahead by when the tables flip; they are applied while it waits
 * @param flipRowsMax if more rows differ, subscribers start over instead of being told of each
 * @param resyncShare if more of a scope differs, they do so too
 * @param resyncRowsMin but not for fewer rows than these
 * @param flipWithin a flip that takes longer is broken off and tried again
 * @param readersWait a flip waits so long for those who read, while later ones wait behind it
 * @param readersWaitMax after so many tries in vain that it must be; longer than their streams may take
 * @param keepReplacedFor so long a rebuild can be rolled back
 * @param examplesMax rows that a report shows
 * @param lookEvery how often a node looks whether there is something to do
 */
@ConfigurationProperties("agentsync.rebuild")
record RebuildSettings(
  @DefaultValue("true") boolean enabled,
  @DefaultValue Set<String> operators,
  @DefaultValue("4") int threadsMax,
  @DefaultValue("0.3") double share,
  @DefaultValue("1000") int pageEventsMax,
  @DefaultValue("4MB") DataSize pageSizeMax,
  @DefaultValue("20000") int flushRowsMax,
  @DefaultValue("32MB") DataSize flushSizeMax,
  @DefaultValue("1000") int flipEventsMax,
  @DefaultValue("20000") int flipRowsMax,
  @DefaultValue("0.5") double resyncShare,
  @DefaultValue("1000") int resyncRowsMin,
  @DefaultValue("5s") Duration flipWithin,
  @DefaultValue("500ms") Duration readersWait,
  @DefaultValue("65s") Duration readersWaitMax,
  @DefaultValue("24h") Duration keepReplacedFor,
  @DefaultValue("20") int examplesMax,
  @DefaultValue("1s") Duration lookEvery
) {
  private static final String EVERYBODY = "*";

  boolean mayRebuild(String subject) {
    return operators.contains(subject) || operators.contains(EVERYBODY);
  }

  RebuildSettings {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
        "agentsync.rebuild.share is " + share + ", not above 0 and at most 1"
      );
    }
  }

  Duration restAfter(Duration work) {
    return Duration.ofNanos((long) (work.toNanos() * (1 / share - 1)));
  }

  /** As many as there are processors at most. */
  int threads() {
    return Math.max(1, Math.min(threadsMax, Runtime.getRuntime().availableProcessors()));
  }
}
