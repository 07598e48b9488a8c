-- Person, agent or service. Null for mutations stored before.
ALTER TABLE event_store.mutations ADD COLUMN actor_kind text;
