-- The org whose order an event is part of: what can't be read need not hold up the other orgs.
ALTER TABLE event_store.domain_events ADD COLUMN org_id uuid;
UPDATE event_store.domain_events
SET org_id = coalesce((convert_from(payload, 'UTF8')::jsonb ->> 'orgId')::uuid, aggregate_id);
ALTER TABLE event_store.domain_events ALTER COLUMN org_id SET NOT NULL;
