-- The truth: domain events, in one dense order over all aggregates.
CREATE TABLE event_store.domain_events (
  global_index         bigint      PRIMARY KEY,
  event_id             uuid        NOT NULL,
  aggregate_type       text        NOT NULL,
  aggregate_id         uuid        NOT NULL,
  sequence_number      bigint      NOT NULL,
  payload_type         text        NOT NULL,
  payload_revision     text        NOT NULL,
  payload              bytea       NOT NULL,
  metadata             bytea       NOT NULL,
  created_at           timestamptz NOT NULL,
  UNIQUE (aggregate_id, sequence_number)
);

-- One row. Whoever appends holds its lock until the commit, so the index is dense and in commit order.
CREATE TABLE event_store.head (
  last_index bigint NOT NULL
);
INSERT INTO event_store.head VALUES (0);

-- What each mutation was answered first, so that a repeat gets the same and takes no effect.
CREATE TABLE event_store.mutations (
  mutation_id  text        PRIMARY KEY,
  fingerprint  text        NOT NULL, -- of the caller and the request
  answer       text        NOT NULL, -- the record as JSON
  first_index  bigint,               -- null: it changed nothing
  last_index   bigint      NOT NULL, -- what must be projected for its effect to be visible
  created_at   timestamptz NOT NULL DEFAULT now()
);

-- The local issuer looks for orgs by name.
CREATE INDEX ON event_store.domain_events (global_index) WHERE payload_type = 'OrgCreated';
