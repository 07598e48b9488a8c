package com.openagents.sync.platform.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the hash of an event tells apart. */
class ChainTest {

  private static final int BITS_PER_UUID_HALF = 64;

  @Property
  @Label("contract 14: two events have the same bytes only if all their columns are the same")
  void theEncodingIsInjective(@ForAll("fields") List<String> one, @ForAll("fields") List<String> other) {
    assertThat(Arrays.equals(Chain.encode(ofTexts(one)), Chain.encode(ofTexts(other)))).isEqualTo(
      one.equals(other)
    );
  }

  @Property
  @Label("contract 14: text that moves from one column to the next is another event")
  void columnsDoNotFlowIntoEachOther(@ForAll("texts") String text, @ForAll("cuts") double cut) {
    int at = (int) (text.length() * cut);
    List<String> moved = List.of("", text.substring(0, at), text.substring(at), "", "");
    List<String> whole = List.of("", text, "", "", "");
    assertThat(Arrays.equals(Chain.encode(ofTexts(moved)), Chain.encode(ofTexts(whole)))).isEqualTo(
      moved.equals(whole)
    );
  }

  @Property
  @Label("contract 14: any single bit of any column changes the hash")
  void everyBitCounts(@ForAll("events") ChainedEvent event, @ForAll int bit) {
    byte[] leaf = Chain.leaf(event);
    byte[] before = Chain.beginning();
    for (ChainedEvent changed : withOneBitFlipped(event, Math.floorMod(bit, BITS_PER_UUID_HALF))) {
      assertThat(Chain.leaf(changed)).isNotEqualTo(leaf);
      assertThat(Chain.isLink(before, changed, Chain.link(before, leaf))).isFalse();
    }
  }

  @Property
  @Label("contract 14: any single bit of what was before changes the hash of the chain")
  void whatWasBeforeCounts(@ForAll("events") ChainedEvent event, @ForAll int bit) {
    byte[] before = Chain.beginning();
    byte[] changed = flip(before, bit);
    assertThat(Chain.link(changed, Chain.leaf(event))).isNotEqualTo(Chain.link(before, Chain.leaf(event)));
  }

  @Test
  @DisplayName("contract 14: the hash is the one that the specification gives as an example")
  void isTheOneOfTheSpecification() {
    ChainedEvent event = new ChainedEvent(
      1,
      UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"),
      "Org",
      UUID.fromString("0199aaaa-0000-7000-8000-000000000001"),
      0,
      UUID.fromString("0199aaaa-0000-7000-8000-000000000001"),
      "OrgCreated",
      "1",
      "{}".getBytes(StandardCharsets.UTF_8),
      "{}".getBytes(StandardCharsets.UTF_8),
      Instant.parse("2026-01-02T03:04:05.678901Z")
    );
    HexFormat hex = HexFormat.of();
    assertThat(hex.formatHex(Chain.leaf(event))).isEqualTo(
      "a220a0658e31a5043a4ad204cb6c2460dd5a2b388a26ce4d3226cf70fddc796e"
    );
    assertThat(hex.formatHex(Chain.link(Chain.beginning(), Chain.leaf(event)))).isEqualTo(
      "45625bcae931492e73392d6740a84d893fe6e6668802c620190e1ed2478435ce"
    );
  }

  private static List<ChainedEvent> withOneBitFlipped(ChainedEvent it, int bit) {
    long mask = 1L << bit;
    return List.of(
      it.at(it.globalIndex() ^ mask),
      with(it, flip(it.eventId(), mask), it.aggregateType(), it.aggregateId(), it.sequenceNumber()),
      with(it, it.eventId(), flip(it.aggregateType(), bit), it.aggregateId(), it.sequenceNumber()),
      with(it, it.eventId(), it.aggregateType(), flip(it.aggregateId(), mask), it.sequenceNumber()),
      with(it, it.eventId(), it.aggregateType(), it.aggregateId(), it.sequenceNumber() ^ mask),
      with(it, flip(it.orgId(), mask), it.payloadType(), it.payloadRevision(), it.payload(), it.metadata()),
      with(it, it.orgId(), flip(it.payloadType(), bit), it.payloadRevision(), it.payload(), it.metadata()),
      with(it, it.orgId(), it.payloadType(), flip(it.payloadRevision(), bit), it.payload(), it.metadata()),
      with(it, it.orgId(), it.payloadType(), it.payloadRevision(), flip(it.payload(), bit), it.metadata()),
      with(it, it.orgId(), it.payloadType(), it.payloadRevision(), it.payload(), flip(it.metadata(), bit)),
      laterBy(it, 1L << (bit % 40))
    );
  }

  private static ChainedEvent with(
    ChainedEvent it,
    UUID eventId,
    String aggregateType,
    UUID aggregateId,
    long sequence
  ) {
    return new ChainedEvent(
      it.globalIndex(),
      eventId,
      aggregateType,
      aggregateId,
      sequence,
      it.orgId(),
      it.payloadType(),
      it.payloadRevision(),
      it.payload(),
      it.metadata(),
      it.createdAt()
    );
  }

  private static ChainedEvent with(
    ChainedEvent it,
    UUID orgId,
    String type,
    String revision,
    byte[] payload,
    byte[] metadata
  ) {
    return new ChainedEvent(
      it.globalIndex(),
      it.eventId(),
      it.aggregateType(),
      it.aggregateId(),
      it.sequenceNumber(),
      orgId,
      type,
      revision,
      payload,
      metadata,
      it.createdAt()
    );
  }

  private static ChainedEvent laterBy(ChainedEvent it, long microseconds) {
    return new ChainedEvent(
      it.globalIndex(),
      it.eventId(),
      it.aggregateType(),
      it.aggregateId(),
      it.sequenceNumber(),
      it.orgId(),
      it.payloadType(),
      it.payloadRevision(),
      it.payload(),
      it.metadata(),
      it.createdAt().plus(microseconds, ChronoUnit.MICROS)
    );
  }

  private static UUID flip(UUID id, long mask) {
    return new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits() ^ mask);
  }

  private static byte[] flip(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    int position = Math.floorMod(bit, bytes.length * Byte.SIZE);
    flipped[position / Byte.SIZE] ^= (byte) (1 << (position % Byte.SIZE));
    return flipped;
  }

  private static String flip(String text, int bit) {
    char[] characters = text.toCharArray();
    int position = bit % characters.length;
    characters[position] = (char) (characters[position] ^ 1);
    return new String(characters);
  }

  private static ChainedEvent ofTexts(List<String> texts) {
    return new ChainedEvent(
      1,
      new UUID(0, 0),
      texts.get(0),
      new UUID(0, 0),
      0,
      new UUID(0, 0),
      texts.get(1),
      texts.get(2),
      texts.get(3).getBytes(StandardCharsets.UTF_8),
      texts.get(4).getBytes(StandardCharsets.UTF_8),
      Instant.EPOCH
    );
  }

  @Provide
  Arbitrary<List<String>> fields() {
    // Few letters, so that the same text often comes about in different ways.
    return Arbitraries.strings().withChars("ab\0").ofMaxLength(2).list().ofSize(5);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("ab\0").ofMaxLength(8);
  }

  @Provide
  Arbitrary<Double> cuts() {
    return Arbitraries.doubles().between(0, 1);
  }

  @Provide
  Arbitrary<ChainedEvent> events() {
    Arbitrary<UUID> ids = Arbitraries.create(UUID::randomUUID);
    Arbitrary<String> words = Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(20);
    Arbitrary<byte[]> bytes = Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(200);
    return Combinators.combine(
      Arbitraries.longs().greaterOrEqual(1),
      ids,
      words,
      Arbitraries.longs().greaterOrEqual(0),
      words,
      bytes,
      bytes,
      Arbitraries.longs().between(0, 4_000_000_000L)
    ).as((index, id, type, sequence, name, payload, metadata, second) ->
      new ChainedEvent(
        index,
        id,
        type,
        UUID.randomUUID(),
        sequence,
        UUID.randomUUID(),
        name,
        "1",
        payload,
        metadata,
        Instant.ofEpochSecond(second)
      )
    );
  }
}
