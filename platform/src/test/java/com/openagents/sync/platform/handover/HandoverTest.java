package com.openagents.sync.platform.handover;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.handover.Handover.Inbox;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A handover")
class HandoverTest {

  private record Numbered(int number, long bytes) implements Handover.Batch {}

  private final Signals signals = new Signals();
  private final Handover<Numbered> handover = new Handover<>(100);

  @Test
  @DisplayName("gives each part all batches in their order, once")
  void eachInOrder() {
    assertThat(handover.isWanted()).isFalse();
    Inbox<Numbered> one = handover.inbox(signals, Topic.EVENTS_APPENDED);
    Inbox<Numbered> other = handover.inbox(signals, Topic.EVENTS_APPENDED);
    assertThat(handover.isWanted()).isTrue();
    offer(1, 10);
    assertThat(one.takeAll()).extracting(Numbered::number).containsExactly(1);
    offer(2, 10);
    assertThat(one.takeAll()).extracting(Numbered::number).containsExactly(2);
    assertThat(one.takeAll()).isEmpty();
    assertThat(other.takeAll()).extracting(Numbered::number).containsExactly(1, 2);
  }

  @Test
  @DisplayName("holds no more than its bytes: whoever is far behind reads the database anyway")
  void bounded() {
    Inbox<Numbered> inbox = handover.inbox(signals, Topic.EVENTS_APPENDED);
    offer(1, 60);
    offer(2, 60);
    assertThat(inbox.takeAll()).extracting(Numbered::number).containsExactly(2);
    offer(3, 101);
    assertThat(inbox.takeAll()).isEmpty();
    offer(4, 100);
    assertThat(inbox.takeAll()).extracting(Numbered::number).containsExactly(4);
    offer(5, 100);
    handover.clear();
    assertThat(inbox.takeAll()).isEmpty();
    offer(6, 100);
    assertThat(inbox.takeAll()).extracting(Numbered::number).containsExactly(6);
  }

  @Test
  @DisplayName("tells a signal that came with a batch from one of somebody else, once")
  void signalsOfOthers() {
    Inbox<Numbered> inbox = handover.inbox(signals, Topic.EVENTS_APPENDED);
    offer(1, 10);
    assertThat(inbox.hasHeardOfOthers()).isFalse();
    signals.raise(Topic.EVENTS_APPENDED);
    assertThat(inbox.hasHeardOfOthers()).isFalse();
    signals.raise(Topic.EVENTS_APPENDED);
    signals.raise(Topic.EVENTS_APPENDED);
    assertThat(inbox.hasHeardOfOthers()).isTrue();
    assertThat(inbox.hasHeardOfOthers()).isFalse();
    inbox.takeAll();
    signals.raise(Topic.EVENTS_APPENDED);
    assertThat(inbox.hasHeardOfOthers()).isTrue();
  }

  @Test
  @DisplayName("has no batch for the signal of one that it has no room for")
  void signalOfADroppedBatch() {
    Inbox<Numbered> inbox = handover.inbox(signals, Topic.EVENTS_APPENDED);
    offer(1, 101);
    signals.raise(Topic.EVENTS_APPENDED);
    assertThat(inbox.hasHeardOfOthers()).isTrue();
  }

  @Test
  @DisplayName("tells of each batch before its signal comes")
  void tellsOfBatches() {
    AtomicInteger told = new AtomicInteger();
    handover.inbox(signals, Topic.EVENTS_APPENDED).onBatch(told::incrementAndGet);
    offer(1, 10);
    offer(2, 10);
    assertThat(told).hasValue(2);
    signals.raise(Topic.EVENTS_APPENDED);
    assertThat(told).hasValue(2);
  }

  @Test
  @DisplayName("hears of others at the latest with its own next signal")
  void signalsOfOthersBetweenBatchAndSignal() {
    Inbox<Numbered> inbox = handover.inbox(signals, Topic.EVENTS_APPENDED);
    offer(1, 10);
    signals.raise(Topic.EVENTS_APPENDED);
    inbox.hasHeardOfOthers();
    signals.raise(Topic.EVENTS_APPENDED);
    assertThat(inbox.hasHeardOfOthers()).isTrue();
  }

  private void offer(int number, long bytes) {
    handover.offer(new Numbered(number, bytes));
  }
}
