-- Whose text each column holds, so that it can be erased; null where there is none, or it is erased.
ALTER TABLE read.agents ADD COLUMN name_by text;
ALTER TABLE read.messages ADD COLUMN content_by text;
ALTER TABLE read.reasoning_steps
  ADD COLUMN thought_by text, ADD COLUMN action_by text, ADD COLUMN observation_by text;
ALTER TABLE read.code_changes
  ADD COLUMN title_by text, ADD COLUMN base_revision_by text, ADD COLUMN diff_by text,
  ADD COLUMN files_by text, ADD COLUMN reason_by text;
ALTER TABLE read.payments ADD COLUMN memo_by text, ADD COLUMN failure_by text;

-- The actor of the last event that wrote each column, of what was projected before.
DO $$
DECLARE
  source record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'event_store' AND tablename = 'domain_events') THEN
    RETURN;
  END IF;
  FOR source IN SELECT * FROM (VALUES
    ('agents',          '{name}',                            '{AgentCreated,AgentRenamed}'),
    ('messages',        '{content}',                         '{MessagePosted,MessageEdited}'),
    ('reasoning_steps', '{thought,action}',                  '{StepRecorded}'),
    ('reasoning_steps', '{observation}',                     '{StepRecorded,StepObserved}'),
    ('code_changes',    '{title,base_revision,diff,files}',  '{ChangeProposed}'),
    ('code_changes',    '{reason}',                          '{ChangeRejected,ChangeReverted}'),
    ('payments',        '{memo}',                            '{PaymentRequested}'),
    ('payments',        '{failure}',                         '{PaymentFailed}')
  ) AS sources (name, columns, events)
  LOOP
    EXECUTE format(
      'UPDATE read.%I AS present SET %s
       FROM (
         SELECT DISTINCT ON (aggregate_id) aggregate_id,
           convert_from(metadata, ''UTF8'')::jsonb ->> ''actor'' AS actor
         FROM event_store.domain_events, sync.log_head
         WHERE payload_type = ANY (%L) AND global_index <= position
         ORDER BY aggregate_id, global_index DESC
       ) AS last_written
       WHERE present.id = last_written.aggregate_id',
      source.name,
      (SELECT string_agg(
         format('%1$s_by = CASE WHEN %1$s::text NOT IN ('''', ''[]'') THEN actor END', name), ', ')
       FROM unnest(source.columns::text[]) AS name),
      source.events
    );
  END LOOP;
END $$;

-- The database's statistics would keep texts that are erased, in a catalogue of its own.
ALTER TABLE read.agents ALTER COLUMN name SET STATISTICS 0;
ALTER TABLE read.messages ALTER COLUMN content SET STATISTICS 0;
ALTER TABLE read.reasoning_steps
  ALTER COLUMN thought SET STATISTICS 0, ALTER COLUMN action SET STATISTICS 0,
  ALTER COLUMN observation SET STATISTICS 0;
ALTER TABLE read.code_changes
  ALTER COLUMN title SET STATISTICS 0, ALTER COLUMN base_revision SET STATISTICS 0,
  ALTER COLUMN diff SET STATISTICS 0, ALTER COLUMN files SET STATISTICS 0, ALTER COLUMN reason SET STATISTICS 0;
ALTER TABLE read.payments ALTER COLUMN memo SET STATISTICS 0, ALTER COLUMN failure SET STATISTICS 0;
ALTER TABLE sync.sync_events ALTER COLUMN data SET STATISTICS 0;
DO $$
DECLARE
  partition regclass;
  kept record;
BEGIN
  FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'sync.sync_events'::regclass LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN data SET STATISTICS 0', partition);
  END LOOP;
  FOR kept IN
    SELECT schemaname, tablename, pg_stats.attname, inherited FROM pg_stats
    JOIN pg_attribute ON attrelid = format('%I.%I', schemaname, tablename)::regclass
      AND pg_attribute.attname = pg_stats.attname AND attstattarget = 0
    WHERE schemaname IN ('read', 'sync')
  LOOP
    PERFORM pg_clear_attribute_stats(kept.schemaname, kept.tablename, kept.attname, kept.inherited);
  END LOOP;
END $$;

-- Changes with each redaction of the log: whoever holds events in memory drops them then.
ALTER TABLE sync.log_head ADD COLUMN redactions bigint NOT NULL DEFAULT 0;

-- Erasures and how far they have come. The rows were erased when one comes here; older sync events and the
-- database's files follow.
CREATE TABLE sync.erasures (
  event_index bigint      PRIMARY KEY, -- of the domain event, in the event store
  org_id      uuid        NOT NULL,
  subject     text        NOT NULL,
  erased_at   timestamptz NOT NULL,
  until_id    bigint      NOT NULL, -- sync events up to this id may hold some of it
  redacted_id bigint      NOT NULL DEFAULT 0, -- up to this one none does any more
  state       text        NOT NULL DEFAULT 'redacting',
  done_at     timestamptz
);
CREATE INDEX ON sync.erasures (event_index) WHERE state <> 'done';
CREATE INDEX ON sync.erasures (org_id, event_index);

-- Tables in whose files something erased may be left.
CREATE TABLE sync.tables_to_rewrite (
  name      text        PRIMARY KEY,
  marked_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
-- Where statistics of the time before may be left.
INSERT INTO sync.tables_to_rewrite (name) VALUES ('pg_catalog.pg_statistic');
