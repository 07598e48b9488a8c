-- Every event is chained to all before it; docs/SPEC.md describes the bytes.
ALTER TABLE event_store.domain_events ADD COLUMN hash bytea;
ALTER TABLE event_store.head ADD COLUMN last_hash bytea;

CREATE FUNCTION event_store.field(value bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT int4send(octet_length(value)) || value
$$;

-- For migrations, by the owner, as long as no head is signed: from then on other hashes are another history.
CREATE FUNCTION event_store.chain_all() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  event  record;
  before bytea := decode(repeat('00', 32), 'hex');
BEGIN
  FOR event IN SELECT * FROM event_store.domain_events ORDER BY global_index LOOP
    before := sha256('\x01'::bytea || before || sha256('\x00'::bytea
      || event_store.field(convert_to('agentsync.event.v1', 'UTF8'))
      || event_store.field(int8send(event.global_index))
      || event_store.field(uuid_send(event.event_id))
      || event_store.field(convert_to(event.aggregate_type, 'UTF8'))
      || event_store.field(uuid_send(event.aggregate_id))
      || event_store.field(int8send(event.sequence_number))
      || event_store.field(uuid_send(event.org_id))
      || event_store.field(convert_to(event.payload_type, 'UTF8'))
      || event_store.field(convert_to(event.payload_revision, 'UTF8'))
      || event_store.field(event.payload)
      || event_store.field(event.metadata)
      || event_store.field(int8send((extract(epoch FROM event.created_at) * 1000000)::bigint))));
    UPDATE event_store.domain_events SET hash = before WHERE global_index = event.global_index;
  END LOOP;
  UPDATE event_store.head SET last_hash = before;
END $$;
DO $$ BEGIN
  PERFORM event_store.chain_all();
END $$;

ALTER TABLE event_store.domain_events ALTER COLUMN hash SET NOT NULL;
ALTER TABLE event_store.head ALTER COLUMN last_hash SET NOT NULL;
CREATE INDEX ON event_store.domain_events (event_id);

-- What signers testified about the chain. Copies are kept outside the database.
CREATE TABLE event_store.signed_heads (
  global_index bigint      PRIMARY KEY,
  hash         bytea       NOT NULL,
  signed_at    timestamptz NOT NULL,
  key_id       text        NOT NULL,
  signature    bytea       NOT NULL
);

-- Beside the privileges, so that also the owner does it on purpose only.
CREATE FUNCTION event_store.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'event_store.% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_store.domain_events
  FOR EACH STATEMENT EXECUTE FUNCTION event_store.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_store.signed_heads
  FOR EACH STATEMENT EXECUTE FUNCTION event_store.refuse_change();
