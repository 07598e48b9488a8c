package com.openagents.sync.command.mutation;

import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.handover.ProjectedEvents;
import com.openagents.sync.platform.signal.Deadlines;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.WakeUp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lets mutations wait until they are visible to bootstrap; one query serves all who wait. */
@Component
class ProjectionGate implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(ProjectionGate.class);
  private static final Duration LOOK_AT_LEAST_EVERY = Duration.ofMillis(500);

  private record Waiter(long eventIndex, CompletableFuture<OptionalLong> syncId) {}

  private final ProjectedIds projectedIds;
  private final MutationLimits limits;
  private final WakeUp projected = new WakeUp();
  /** Something was projected, or may have been, and nobody has looked since. */
  private volatile boolean newsUnread = true;
  private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean running;
  private Thread watcher = new Thread();

  ProjectionGate(
    JdbcClient jdbc,
    Handover<ProjectedEvents> handover,
    Signals signals,
    MutationLimits limits
  ) {
    this.projectedIds = new ProjectedIds(jdbc, handover.inbox(signals, Signals.Topic.EVENTS_PROJECTED));
    this.limits = limits;
    signals.listen(Signals.Topic.EVENTS_PROJECTED, () -> {
      newsUnread = true;
      projected.wake();
    });
  }

  /**
   * Waits until the domain event is projected.
   *
   * @return the last sync id that the log held then; empty if the projection stays away, or set the event aside
   */
  OptionalLong awaitSyncId(long eventIndex) {
    OptionalLong known = projectedIds.remembered(eventIndex);
    if (known.isPresent()) {
      return known;
    }
    Waiter waiter = new Waiter(eventIndex, new CompletableFuture<>());
    waiting.add(waiter);
    // Asked once it waits: nothing new needs to come for what is projected already.
    if (newsUnread || eventIndex <= projectedIds.position()) {
      projected.wake();
    }
    try {
      return Deadlines.await(waiter.syncId(), limits.projectionWaitMax());
    } catch (TimeoutException | ExecutionException late) {
      return OptionalLong.empty();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return OptionalLong.empty();
    } finally {
      waiting.remove(waiter);
    }
  }

  @Override
  public void start() {
    running = true;
    watcher = Thread.ofPlatform().name("projection-gate").start(this::watch);
  }

  @Override
  public void stop() {
    running = false;
    watcher.interrupt();
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

  private void watch() {
    while (running) {
      try {
        projected.await(LOOK_AT_LEAST_EVERY);
        learn();
      } catch (InterruptedException stopped) {
        return;
      } catch (DataAccessException notNow) {
        newsUnread = true;
        log.debug("The projection can't be seen now", notNow);
      }
    }
  }

  private void learn() {
    newsUnread = false;
    if (!projectedIds.takeUp()) {
      if (waiting.isEmpty()) {
        newsUnread = true;
        // Whoever came in between may have taken it for read.
        if (!waiting.isEmpty()) {
          projected.wake();
        }
        return;
      }
      projectedIds.look();
    }
    // Copied after the look: whoever comes later sees how far it saw.
    openFor(List.copyOf(waiting));
  }

  private void openFor(List<Waiter> waiters) {
    long position = projectedIds.position();
    Map<Long, List<Waiter>> unknown = new HashMap<>();
    for (Waiter waiter : waiters) {
      OptionalLong known = projectedIds.remembered(waiter.eventIndex());
      if (known.isPresent()) {
        waiter.syncId().complete(known);
      } else if (waiter.eventIndex() <= position) {
        unknown.computeIfAbsent(waiter.eventIndex(), _ -> new ArrayList<>()).add(waiter);
      }
    }
    if (!unknown.isEmpty()) {
      projectedIds
        .lookUp(unknown.keySet())
        .forEach((eventIndex, syncId) ->
          unknown.getOrDefault(eventIndex, List.of()).forEach(waiter -> waiter.syncId().complete(syncId))
        );
    }
  }
}
