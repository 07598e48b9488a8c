CREATE TABLE read.code_changes (
  id            uuid        PRIMARY KEY,
  agent_id      uuid        NOT NULL,
  org_id        uuid        NOT NULL,
  title         text        NOT NULL,
  base_revision text        NOT NULL,
  diff          text        NOT NULL,
  files         jsonb       NOT NULL,
  author        text        NOT NULL,
  status        text        NOT NULL,
  reason        text,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL
);
CREATE INDEX ON read.code_changes (org_id, created_at, id);
CREATE INDEX ON read.code_changes (agent_id, created_at, id);

CREATE TABLE read.accounts (
  id         uuid        PRIMARY KEY,
  org_id     uuid        NOT NULL,
  agent_id   uuid,
  kind       text        NOT NULL,
  currency   text        NOT NULL,
  balance    bigint      NOT NULL,
  reserved   bigint      NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX ON read.accounts (org_id, created_at, id);
CREATE INDEX ON read.accounts (agent_id, created_at, id);

CREATE TABLE read.payments (
  id              uuid        PRIMARY KEY,
  org_id          uuid        NOT NULL,
  from_agent_id   uuid,
  to_agent_id     uuid,
  from_account_id uuid        NOT NULL,
  to_account_id   uuid        NOT NULL,
  kind            text        NOT NULL,
  amount          bigint      NOT NULL,
  currency        text        NOT NULL,
  memo            text        NOT NULL,
  status          text        NOT NULL,
  refunded        bigint      NOT NULL,
  failure         text,
  expires_at      timestamptz,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL
);
CREATE INDEX ON read.payments (org_id, created_at, id);
CREATE INDEX ON read.payments (from_agent_id, created_at, id);
CREATE INDEX ON read.payments (to_agent_id, created_at, id);
-- Reservations that may run out.
CREATE INDEX ON read.payments (expires_at) WHERE status = 'reserved';

CREATE TABLE read.postings (
  id         uuid        PRIMARY KEY,
  org_id     uuid        NOT NULL,
  agent_id   uuid,
  account_id uuid        NOT NULL,
  payment_id uuid        NOT NULL,
  amount     bigint      NOT NULL,
  balance    bigint      NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX ON read.postings (org_id, created_at, id);
CREATE INDEX ON read.postings (agent_id, created_at, id);
