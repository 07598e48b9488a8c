package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.evidence.EvidenceSettings;
import com.openagents.sync.platform.evidence.PublicKeys;
import com.openagents.sync.platform.evidence.SignedHead;
import com.openagents.sync.platform.json.WireTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Proofs of single events: the event, the hash before it, and the hashes of the events behind it up to the next signed
 * head. Of those nothing can be seen but how many they are.
 */
@Component
class Proofs {

  private static final String FORMAT = "agentsync.proof.v1";
  private static final String NEXT_HEADS =
    "SELECT global_index, hash, signed_at, key_id, signature FROM event_store.signed_heads" +
    " WHERE global_index >= ? ORDER BY global_index";

  private final DataSource database;
  private final EvidenceSettings settings;
  private final HexFormat hex = HexFormat.of();

  Proofs(DataSource database, EvidenceSettings settings) {
    this.database = database;
    this.settings = settings;
  }

  /** @param access refuses who may not see an org */
  String of(UUID eventId, Consumer<UUID> access) {
    try (VerifySession session = VerifySession.open(database, null)) {
      StoredEvents events = session.events();
      StoredRow row = events
        .indexOf(eventId)
        .flatMap(index -> at(events, index))
        .orElseThrow(() ->
          new Rejected(RejectionCode.NOT_FOUND, "There is no event " + eventId + " in the event store.")
        );
      access.accept(row.event().orgId());
      SignedHead head = nextHead(session.connection(), row.index()).orElseThrow(() ->
        new Rejected(
          RejectionCode.UNAVAILABLE,
          "No signed head covers event %s yet; one does within about %d s.".formatted(
            eventId,
            settings.headEvery().toSeconds()
          )
        )
      );
      return proof(events, row, head);
    } catch (SQLException failure) {
      throw new DataAccessResourceFailureException("The event store can't be read", failure);
    }
  }

  private static Optional<StoredRow> at(StoredEvents events, long index) {
    try {
      return events.at(index);
    } catch (SQLException failure) {
      throw new DataAccessResourceFailureException("The event store can't be read", failure);
    }
  }

  /** What is signed by no known key proves nothing. */
  private Optional<SignedHead> nextHead(Connection connection, long index) throws SQLException {
    PublicKeys keys = settings.publicKeys();
    try (PreparedStatement statement = connection.prepareStatement(NEXT_HEADS)) {
      statement.setLong(1, index);
      statement.setFetchSize(1);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          SignedHead head = new SignedHead(
            row.getLong(1),
            row.getBytes(2),
            row.getObject(3, OffsetDateTime.class).toInstant(),
            row.getString(4),
            row.getBytes(5)
          );
          if (keys.signed(head)) {
            return Optional.of(head);
          }
        }
      }
    }
    return Optional.empty();
  }

  private String proof(StoredEvents events, StoredRow row, SignedHead head) throws SQLException {
    ObjectNode proof = JsonMapper.shared().createObjectNode().put("format", FORMAT);
    proof.set("event", json(row.event()));
    proof.put("hashBefore", hex.formatHex(events.before(row.index() - 1).hash()));
    ArrayNode following = proof.putArray("following");
    events.each(row.index(), head.globalIndex(), next -> {
      following.add(hex.formatHex(Chain.leaf(next.event())));
      return true;
    });
    proof.set("head", head.json());
    return proof.toString();
  }

  private static ObjectNode json(ChainedEvent event) {
    Base64.Encoder base64 = Base64.getEncoder();
    return JsonMapper.shared()
      .createObjectNode()
      .put("globalIndex", event.globalIndex())
      .put("eventId", event.eventId().toString())
      .put("aggregateType", event.aggregateType())
      .put("aggregateId", event.aggregateId().toString())
      .put("sequenceNumber", event.sequenceNumber())
      .put("orgId", event.orgId().toString())
      .put("payloadType", event.payloadType())
      .put("payloadRevision", event.payloadRevision())
      .put("payload", base64.encodeToString(event.payload()))
      .put("metadata", base64.encodeToString(event.metadata()))
      .put("createdAt", WireTime.text(event.createdAt()));
  }
}
