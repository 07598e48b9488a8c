package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.StoredEvent.Place;
import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.subjectkey.SubjectKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Appends that meet in one transaction, in the order in which they came. Decides one by one which finds its place,
 * which repeats an earlier mutation and which lost a race; none is hurt by another.
 */
final class Group {

  private final Map<String, Outcome> outcomes = new HashMap<>();
  private final Set<Place> taken;
  private final Set<UUID> destroyedKeys;
  private final Set<SubjectKey.Owner> erased = new HashSet<>();
  private final List<Accepted> accepted = new ArrayList<>();
  private final List<StoredEvent> events = new ArrayList<>();
  private final List<ChainedEvent> chained = new ArrayList<>();
  private final List<Runnable> replies = new ArrayList<>();
  private long lastIndex;

  /**
   * @param mutationIds of mutations that are stored already
   * @param taken places that are stored already
   */
  Group(long lastIndex, Set<String> mutationIds, Set<Place> taken) {
    this(lastIndex, mutationIds, taken, Set.of());
  }

  /** @param destroyedKeys of those that the appends were sealed with */
  Group(long lastIndex, Set<String> mutationIds, Set<Place> taken, Set<UUID> destroyedKeys) {
    this.lastIndex = lastIndex;
    this.destroyedKeys = destroyedKeys;
    mutationIds.forEach(id -> outcomes.put(id, new Outcome.Repeated()));
    this.taken = new HashSet<>(taken);
  }

  void add(Append append) {
    Outcome before = outcomes.get(append.mutationId());
    if (before != null) {
      reply(append, done -> done.complete(before));
      return;
    }
    for (StoredEvent event : append.events()) {
      if (taken.contains(event.place())) {
        reply(append, done -> done.completeExceptionally(lostRace(event)));
        return;
      }
    }
    for (Place premise : append.premises()) {
      if (taken.contains(premise)) {
        reply(append, done -> done.completeExceptionally(outdated(premise)));
        return;
      }
    }
    for (SubjectKey key : append.sealing().keys()) {
      if (destroyedKeys.contains(key.id()) || erased.contains(key.owner())) {
        reply(append, done -> done.completeExceptionally(new KeyDestroyed(key)));
        return;
      }
    }
    accept(append);
  }

  private void accept(Append append) {
    Long firstIndex = append.events().isEmpty() ? null : lastIndex + 1;
    for (StoredEvent event : append.events()) {
      lastIndex++;
      events.add(event);
      chained.add(event.chainedAt(lastIndex));
      taken.add(event.place());
    }
    Accepted placed = new Accepted(append, firstIndex, lastIndex);
    accepted.add(placed);
    erased.addAll(append.sealing().erased());
    Outcome stored = new Outcome.Stored(placed.answer());
    outcomes.put(append.mutationId(), stored);
    reply(append, done -> done.complete(stored));
  }

  private void reply(Append append, Consumer<CompletableFuture<Outcome>> reply) {
    replies.add(() -> reply.accept(append.done()));
  }

  private static RuntimeException lostRace(StoredEvent event) {
    String place = event.aggregateType() + " " + event.aggregateId() + " at " + event.sequenceNumber();
    return event.sequenceNumber() == 0
      ? new AggregateStreamCreationException("There is a " + place + " already")
      : new ConcurrencyException("Another command was first: " + place);
  }

  private static RuntimeException outdated(Place premise) {
    return new ConcurrencyException("What it was decided on changed meanwhile: " + premise);
  }

  List<Accepted> accepted() {
    return accepted;
  }

  List<StoredEvent> events() {
    return events;
  }

  /** The same as they are stored, each at its index. */
  List<ChainedEvent> chained() {
    return chained;
  }

  /** About how large what it stores is. */
  long bytes() {
    return accepted
      .stream()
      .mapToLong(placed -> placed.append().bytes())
      .sum();
  }

  /** Whose keys end with it. */
  Set<SubjectKey.Owner> erased() {
    return erased;
  }

  long lastIndex() {
    return lastIndex;
  }

  /** To be called once what was accepted is durable. */
  void replyToAll() {
    replies.forEach(Runnable::run);
  }
}
