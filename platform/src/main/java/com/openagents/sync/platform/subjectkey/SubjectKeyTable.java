package com.openagents.sync.platform.subjectkey;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** {@code event_store.subject_keys}. A destroyed key keeps its row, so that it is told from one that is missing. */
record SubjectKeyTable(JdbcClient jdbc) {
  /** @param wrapped null once it is destroyed */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
  record Stored(UUID id, SubjectKey.Owner owner, byte @Nullable [] wrapped) {}

  private static final String COLUMNS =
    "SELECT key_id, org_id, subject, wrapped FROM event_store.subject_keys ";

  Optional<Stored> living(SubjectKey.Owner owner) {
    return find(
      COLUMNS + "WHERE org_id = ? AND subject = ? AND wrapped IS NOT NULL",
      owner.orgId(),
      owner.subject()
    );
  }

  Optional<Stored> byId(UUID id) {
    return find(COLUMNS + "WHERE key_id = ?", id);
  }

  boolean isKnown(SubjectKey.Owner owner) {
    return jdbc
      .sql("SELECT EXISTS (SELECT FROM event_store.subject_keys WHERE org_id = ? AND subject = ?)")
      .params(owner.orgId(), owner.subject())
      .query(Boolean.class)
      .single();
  }

  /** Commits by itself, before anything can be sealed with it. Does nothing if the owner has a key by now. */
  void insert(SubjectKey key, byte[] wrapped) {
    jdbc
      .sql(
        """
        INSERT INTO event_store.subject_keys (key_id, org_id, subject, wrapped) VALUES (?, ?, ?, ?)
        ON CONFLICT (org_id, subject) WHERE wrapped IS NOT NULL DO NOTHING
        """
      )
      .params(key.id(), key.owner().orgId(), key.owner().subject(), wrapped)
      .update();
  }

  /** What is known of the master key that wraps them; empty before the first. */
  Optional<byte[]> check() {
    return jdbc
      .sql("SELECT master_key_check FROM event_store.master_key")
      .query((row, _) -> row.getBytes(1))
      .optional();
  }

  /** Keeps what is known of the first master key; of a later one nothing. */
  void insertCheck(byte[] check) {
    jdbc
      .sql("INSERT INTO event_store.master_key (master_key_check) VALUES (?) ON CONFLICT DO NOTHING")
      .param(check)
      .update();
  }

  private Optional<Stored> find(String sql, Object... parameters) {
    return jdbc
      .sql(sql)
      .params(parameters)
      .query((row, _) ->
        new Stored(
          row.getObject(1, UUID.class),
          new SubjectKey.Owner(row.getObject(2, UUID.class), row.getString(3)),
          row.getBytes(4)
        )
      )
      .optional();
  }
}
