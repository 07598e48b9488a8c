package com.openagents.sync.platform.signal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/**
 * Tells whoever waits that something was committed. A signal carries nothing and may be lost or doubled: whoever hears
 * it looks for itself, and looks now and then without one.
 */
@Component
public class Signals {

  /** What was committed. */
  public enum Topic {
    /** Domain events in the event store. */
    EVENTS_APPENDED,
    /** Sync events, read tables and the projector's position. */
    EVENTS_PROJECTED,
    /** The end of keys that something was sealed with. */
    KEYS_DESTROYED,
  }

  private final Map<Topic, List<Runnable>> listeners = new ConcurrentHashMap<>();
  private final List<Outlet> outlets = new CopyOnWriteArrayList<>();

  /** Hears of the signals that are raised here, to carry them to other processes. */
  interface Outlet {
    void raised(Topic topic);
  }

  /**
   * Raises a signal, here and in every other process on the same database. Call it after the commit, or after the failure
   * of one that somebody knew of; returns at once.
   */
  public void raise(Topic topic) {
    deliver(topic);
    outlets.forEach(outlet -> outlet.raised(topic));
  }

  /** @param listener must return at once */
  public void listen(Topic topic, Runnable listener) {
    listeners.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(listener);
  }

  void deliver(Topic topic) {
    listeners.getOrDefault(topic, List.of()).forEach(Runnable::run);
  }

  void carryBy(Outlet outlet) {
    outlets.add(outlet);
  }
}
