#!/bin/sh
# Creates the application's role and its database. The image runs this once, after it has filled an
# empty volume; a second run changes nothing. The role is not a superuser: an intruder in the
# application only gets its tables.
set -eu

psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres \
  --set=role="$APP_ROLE" --set=db="$APP_DB" <<'SQL'
-- psql reads the password itself, so it is in no argument, and not in the log even after an error.
SET log_min_error_statement = panic;
SET log_min_duration_statement = -1;
\set password `cat /run/secrets/db_password`

SELECT format('CREATE ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD %L',
              :'role', :'password')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'role') \gexec

SELECT format('CREATE DATABASE %I OWNER %I', :'db', :'role')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'db') \gexec

SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', :'db') \gexec
SQL
