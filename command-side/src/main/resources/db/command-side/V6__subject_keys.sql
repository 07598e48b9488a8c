-- Keys that what people write is sealed with, wrapped by a master key that is not in the database.
-- Erasing a subject destroys its key: the row stays without the key, so that events which name it are known to be erased.
CREATE TABLE event_store.subject_keys (
  key_id       uuid        PRIMARY KEY,
  org_id       uuid        NOT NULL,
  subject      text        NOT NULL,
  wrapped      bytea,      -- null: destroyed
  created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
  destroyed_at timestamptz,
  gone_at      timestamptz -- when nothing of a destroyed key was left in the table's files
);
CREATE UNIQUE INDEX ON event_store.subject_keys (org_id, subject) WHERE wrapped IS NOT NULL;
CREATE INDEX ON event_store.subject_keys (org_id, subject);
CREATE INDEX ON event_store.subject_keys (key_id) WHERE destroyed_at IS NOT NULL AND gone_at IS NULL;

-- One row, once there is a master key: which one it is.
CREATE TABLE event_store.master_key (
  only_row         boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  master_key_check bytea   NOT NULL
);
