-- Tables that a rebuild makes, and those that it replaced, until they are dropped.
CREATE SCHEMA rebuild;
CREATE SCHEMA replaced;

-- Whoever reads several tables in one snapshot locks it before that is taken (ACCESS SHARE); a flip locks it alone. So
-- no snapshot is older than the tables that it finds.
CREATE TABLE rebuild.gate ();

-- Rebuilds and verifications. Only the node that runs one writes its row; what people want of it are wishes.
CREATE TABLE rebuild.runs (
  id                uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
  number            bigint      GENERATED ALWAYS AS IDENTITY,
  kind              text        NOT NULL, -- rebuild, verify, repair, rollback
  models            text[]      NOT NULL DEFAULT '{}', -- none: all
  scope             text,
  meaning_changed   boolean     NOT NULL DEFAULT false,
  rolls_back        uuid,
  requested_by      text        NOT NULL,
  requested_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
  state             text        NOT NULL DEFAULT 'waiting', -- running, paused, done, failed, cancelled
  phase             text        NOT NULL DEFAULT 'replaying',
  position          bigint      NOT NULL DEFAULT 0, -- events up to here are in the new tables
  erasures_through  bigint      NOT NULL DEFAULT 0, -- erasures up to here were known from the start
  held              jsonb       NOT NULL DEFAULT '{}', -- per org the first event that is not in the new tables
  events_done       bigint      NOT NULL DEFAULT 0,
  events_of         bigint      NOT NULL DEFAULT 0,
  events_per_second bigint      NOT NULL DEFAULT 0,
  started_at        timestamptz,
  ended_at          timestamptz,
  reason            text,
  flip_position     bigint,
  replaced_until    timestamptz, -- so long it can be rolled back
  report            jsonb
);
CREATE UNIQUE INDEX ON rebuild.runs ((true)) WHERE state IN ('running', 'paused');
CREATE INDEX ON rebuild.runs (number);

CREATE TABLE rebuild.wishes (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run_id uuid   NOT NULL,
  wish   text   NOT NULL -- pause, resume, cancel
);
CREATE INDEX ON rebuild.wishes (run_id, number);

-- Of what a rebuild wrote: who wrote each text in data. Its event_index is that of the last event that was projected by
-- then, its event_id the run.
ALTER TABLE sync.sync_events ADD COLUMN authors jsonb;
