#!/usr/bin/env bash
# Does what a newcomer does, on a clone of its own without install scripts: starts the server by the README's command,
# runs the demo against it, and ends the server as Ctrl-C does, by SIGINT to all its processes; then by SIGTERM to npm
# alone; then the demo without a server, to its end and interrupted. Nothing may be left running.
set -euo pipefail
# Each background command gets a process group of its own, as a terminal would give it.
set -m
source=$1
target=$2

git clone --quiet "$source" "$target"
cd "$target"
npm ci --ignore-scripts --no-progress --silent
export PORT=0 LOG_LEVEL=warn

start() {
  rm -f "$target/start.log"
  npm start --silent >"$target/start.log" 2>&1 &
  server=$!
  for _ in $(seq 1 300); do
    grep -q 'Call Manager is ready' "$target/start.log" && return
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  cat "$target/start.log"
  exit 1
}

# Runs a command that ends the server, and sees to it that nothing stays.
ended_by() {
  "$@"
  wait "$server" || true
  for _ in $(seq 1 150); do
    pgrep -f "$target/" | grep -qv "^$$\$" || return 0
    sleep 0.1
  done
  echo "left running after $*:"
  pgrep -af "$target/"
  exit 1
}

start
npm run --silent demo
curl --silent --fail "$(node -p "require('./.data/demo.json').url")/readyz" >/dev/null
ended_by kill -INT -- "-$server"

start
ended_by kill -TERM "$server"

# The demo starts a server when none runs, and takes it along when it ends or is ended.
npm run --silent demo
npm run --silent demo >"$target/demo.log" 2>&1 &
server=$!
for _ in $(seq 1 300); do
  grep -q 'Two calls' "$target/demo.log" && break
  sleep 0.1
done
ended_by kill -INT -- "-$server"
[ ! -e .data/postgres/data/postmaster.pid ] || { echo 'the database was not stopped properly'; exit 1; }
