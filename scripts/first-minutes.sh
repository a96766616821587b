#!/usr/bin/env bash
# Does what a newcomer does, on a clone of its own without install scripts: starts the server by the README's command,
# runs the demo against it, and ends the server by SIGINT. Nothing may be left running.
set -euo pipefail
source=$1
target=$2

git clone --quiet "$source" "$target"
cd "$target"
npm ci --ignore-scripts --no-progress --silent
export PORT=0 LOG_LEVEL=warn

npm start --silent >"$target/start.log" 2>&1 &
server=$!
for _ in $(seq 1 300); do
  grep -q 'Call Manager is ready' "$target/start.log" && break
  kill -0 "$server" 2>/dev/null || { cat "$target/start.log"; exit 1; }
  sleep 0.1
done
npm run --silent demo
curl --silent --fail "$(node -p "require('./.data/demo.json').url")/readyz" >/dev/null

kill -INT "$server"
wait "$server" || true
for _ in $(seq 1 100); do
  pgrep -f "$target/" >/dev/null || exit 0
  sleep 0.1
done
echo 'left running:'
pgrep -af "$target/"
exit 1
