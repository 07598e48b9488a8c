-- Rows that there are get theirs by a rebuild from the events, so that whoever follows them hears of it. Until then most
-- are right: few currencies have other than two decimals.
ALTER TABLE read.accounts ADD COLUMN decimals integer NOT NULL DEFAULT 2;
ALTER TABLE read.accounts ALTER COLUMN decimals DROP DEFAULT;
INSERT INTO rebuild.runs (kind, models, requested_by)
SELECT 'rebuild', '{Account}', 'agentsync:migration' WHERE EXISTS (SELECT FROM read.accounts);
