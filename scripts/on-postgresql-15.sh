#!/usr/bin/env bash
# Runs the server and the demo on Debian's PostgreSQL 15, the oldest that is supported. Needs root to install it.
set -euo pipefail
bin=/usr/lib/postgresql/15/bin
[ -x $bin/initdb ] || (apt-get update -qq && apt-get install -y -qq postgresql-15) >/dev/null

cd "$(dirname "$0")/.."
scratch=$(mktemp -d)
chown nobody "$scratch"
chmod 755 "$scratch"
as_nobody() { setpriv --reuid=nobody --clear-groups "$@"; }
stop() {
  as_nobody $bin/pg_ctl -D "$scratch/data" -m fast -w stop >/dev/null || true
  rm -rf "$scratch"
}
trap stop EXIT
as_nobody $bin/initdb -D "$scratch/data" -U postgres --auth=trust -E UTF8 --locale=C >/dev/null
as_nobody $bin/pg_ctl -D "$scratch/data" -o "-c listen_addresses='' -c unix_socket_directories=$scratch" \
  -l "$scratch/log" -w start >/dev/null

# With DATABASE_URL the demo's server uses this database; its key goes to a directory of its own.
export DATABASE_URL="postgresql://postgres@/postgres?host=$scratch" DATA_DIR="$scratch/demo" PORT=0
mkdir "$scratch/demo"
npm run --silent demo
