package com.openagents.sync.command.evidence;

import com.openagents.sync.command.evidence.SignedHeadTable.Place;
import com.openagents.sync.platform.evidence.EvidenceSettings;
import com.openagents.sync.platform.evidence.HeadFile;
import com.openagents.sync.platform.evidence.SignedHead;
import com.openagents.sync.platform.evidence.SigningKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Signs what is due. Of several nodes one at a time does, and none that knows of a signed head outside which the chain
 * does not lead to: who testifies to two histories is worth nothing.
 */
final class HeadSigner {

  private static final int HEADS_PER_ROUND_MAX = 1_000;

  private final SigningKey key;
  private final EvidenceSettings settings;
  private final SignedHeadTable table;
  private final TransactionOperations transaction;

  HeadSigner(
    SigningKey key,
    EvidenceSettings settings,
    SignedHeadTable table,
    TransactionOperations transaction
  ) {
    this.key = key;
    this.settings = settings;
    this.table = table;
    this.transaction = transaction;
  }

  /**
   * @param all whether to sign up to the last event, due or not
   * @return whether there may be more to sign at once
   * @throws HistoryDiffers if the store does not hold what was signed before
   */
  boolean sign(boolean all) {
    int signed = Optional.ofNullable(transaction.execute(_ -> table.tryLock() ? signDue(all) : 0)).orElse(0);
    return signed == HEADS_PER_ROUND_MAX;
  }

  private int signDue(boolean all) {
    Place head = table.head();
    Optional<SignedHead> last = table.last();
    last.ifPresent(this::requireInChain);
    settings.outside().forEach(this::requireInChain);
    List<Long> due = due(head.globalIndex(), last, all);
    for (Place place : table.at(due)) {
      if (place.globalIndex() == head.globalIndex() && !Arrays.equals(place.hash(), head.hash())) {
        throw new HistoryDiffers(
          "event_store.head does not hold the hash of its event " + head.globalIndex()
        );
      }
      table.add(key.sign(place.globalIndex(), place.hash()));
    }
    return due.size();
  }

  /** At most so many events apart, whatever came meanwhile: what proves an event grows with the distance. */
  private List<Long> due(long head, Optional<SignedHead> last, boolean all) {
    long signedUntil = last.map(SignedHead::globalIndex).orElse(0L);
    long distance = settings.eventsPerHeadMax();
    LongStream whole = LongStream.iterate(
      signedUntil + distance,
      index -> index <= head,
      index -> index + distance
    );
    boolean timeIsUp = last
      .map(it -> Duration.between(it.signedAt(), Instant.now()).compareTo(settings.headEvery()) >= 0)
      .orElse(true);
    LongStream rest =
      (all || timeIsUp) && (head - signedUntil) % distance != 0 ? LongStream.of(head) : LongStream.empty();
    return LongStream.concat(whole, rest).boxed().limit(HEADS_PER_ROUND_MAX).toList();
  }

  private void requireInChain(HeadFile file) {
    try {
      file.last().ifPresent(this::requireInChain);
    } catch (IOException failure) {
      throw new HistoryDiffers("The signed heads in " + file.path() + " can't be read: " + failure);
    } catch (IllegalArgumentException damaged) {
      throw new HistoryDiffers("The last line of " + file.path() + " is no signed head");
    }
  }

  private void requireInChain(SignedHead signed) {
    List<Place> found = table.at(List.of(signed.globalIndex()));
    if (found.isEmpty()) {
      throw new HistoryDiffers(
        "The event store lacks event %d, of which a head was signed at %s".formatted(
          signed.globalIndex(),
          signed.signedAt()
        )
      );
    }
    if (!Arrays.equals(found.getFirst().hash(), signed.hash())) {
      throw new HistoryDiffers(
        "The chain up to event %d is not the one that was signed at %s".formatted(
          signed.globalIndex(),
          signed.signedAt()
        )
      );
    }
  }
}
