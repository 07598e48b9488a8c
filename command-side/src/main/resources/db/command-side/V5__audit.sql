-- The history of an org in its order.
CREATE INDEX ON event_store.domain_events (org_id, global_index);

-- Who wanted what by a mutation, also where no event tells it. Null for those stored before.
ALTER TABLE event_store.mutations
  ADD COLUMN command        text,
  ADD COLUMN command_id     text, -- the causation id of its events
  ADD COLUMN actor          text,
  ADD COLUMN correlation_id text,
  ADD COLUMN org_id         uuid;
