-- Who projects, and until when by the database's clock unless it renews. The term counts the takeovers.
ALTER TABLE sync.log_head
  ADD COLUMN lease_holder uuid,
  ADD COLUMN lease_until  timestamptz NOT NULL DEFAULT '-infinity',
  ADD COLUMN lease_term   bigint      NOT NULL DEFAULT 0,
  -- Since this id it is known which rows changed, though the events before first_id are dropped.
  ADD COLUMN first_compacted_id bigint NOT NULL DEFAULT 1;
UPDATE sync.log_head SET first_compacted_id = first_id;

-- Domain events that could not be projected, and those of the same org that wait behind them.
CREATE TABLE sync.set_aside_events (
  event_index  bigint      PRIMARY KEY, -- of the domain event, in the event store
  event_id     uuid        NOT NULL,
  org_id       uuid        NOT NULL,
  reason       text,                    -- null: it only waits behind another one
  retry        boolean     NOT NULL DEFAULT false,
  set_aside_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX ON sync.set_aside_events (org_id, event_index);

-- What is left of events that retention dropped: which rows they concerned, and when each changed last.
CREATE TABLE sync.compacted_changes (
  scope    text   NOT NULL,
  model    text   NOT NULL,
  model_id uuid   NOT NULL,
  id       bigint NOT NULL, -- of the row's newest dropped sync event
  PRIMARY KEY (scope, model, model_id)
);
CREATE INDEX ON sync.compacted_changes (scope, id);
CREATE INDEX ON sync.compacted_changes (id);

-- Partitions whose events are compacted, until those are forgotten as well.
CREATE TABLE sync.compacted_partitions (
  until_id  bigint      PRIMARY KEY, -- the id behind the partition's last one
  newest_at timestamptz NOT NULL     -- when the newest of its events happened
);
