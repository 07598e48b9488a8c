-- Read tables: the present state, for bootstrap.
CREATE TABLE read.orgs (
  id         uuid        PRIMARY KEY,
  name       text        NOT NULL,
  created_by text        NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE read.agents (
  id         uuid        PRIMARY KEY,
  org_id     uuid        NOT NULL,
  name       text        NOT NULL,
  status     text        NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
-- In the order of bootstrap, so that it streams without a sort.
CREATE INDEX ON read.agents (org_id, created_at, id);

CREATE TABLE read.messages (
  id         uuid        PRIMARY KEY,
  agent_id   uuid        NOT NULL,
  org_id     uuid        NOT NULL,
  role       text        NOT NULL,
  content    text        NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX ON read.messages (org_id, created_at, id);
CREATE INDEX ON read.messages (agent_id, created_at, id);

CREATE TABLE read.reasoning_steps (
  id          uuid        PRIMARY KEY,
  agent_id    uuid        NOT NULL,
  org_id      uuid        NOT NULL,
  thought     text        NOT NULL,
  action      text        NOT NULL,
  observation text,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL
);
CREATE INDEX ON read.reasoning_steps (org_id, created_at, id);
CREATE INDEX ON read.reasoning_steps (agent_id, created_at, id);

-- The log that subscribers follow. Partitioned by id so that retention drops whole partitions;
-- the projector makes partitions ahead of the ids.
CREATE TABLE sync.sync_events (
  id          bigint      PRIMARY KEY,
  prev_id     bigint      NOT NULL,
  scope       text        NOT NULL,
  model       text        NOT NULL,
  model_id    uuid        NOT NULL,
  action      text        NOT NULL,
  data        jsonb,
  mutation_id text        NOT NULL,
  event_id    uuid        NOT NULL,
  event_index bigint      NOT NULL, -- of the domain event, in the event store
  created_at  timestamptz NOT NULL
) PARTITION BY RANGE (id);
CREATE INDEX ON sync.sync_events (scope, id);
CREATE INDEX ON sync.sync_events (created_at);
CREATE INDEX ON sync.sync_events (event_index, id);

-- One row: where the log stands and how far the event store is projected. Its lock makes the ids dense and in
-- commit order and fences a second projector.
CREATE TABLE sync.log_head (
  epoch    uuid   NOT NULL,
  first_id bigint NOT NULL,
  last_id  bigint NOT NULL,
  position bigint NOT NULL -- global index of the last domain event that was projected
);
INSERT INTO sync.log_head VALUES (gen_random_uuid(), 1, 0, 0);

-- Each scope with its owner and the id of its newest sync event.
CREATE TABLE sync.scopes (
  scope      text   PRIMARY KEY,
  org_id     uuid   NOT NULL,
  created_by text,           -- of org scopes only: the subject that made the org
  last_id    bigint NOT NULL
);
