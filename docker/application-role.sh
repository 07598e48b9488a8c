#!/bin/sh
# The role by which the parts work; it may append events and not change them.
set -eu
psql --set=ON_ERROR_STOP=1 --set=password="$AGENTSYNC_APPLICATION_PASSWORD" --set=database="$POSTGRES_DB" \
  --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" <<'SQL'
CREATE ROLE agentsync_app LOGIN PASSWORD :'password';
GRANT CREATE ON DATABASE :"database" TO agentsync_app;
SQL
