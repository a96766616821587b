#!/usr/bin/env bash
# Places a call by REST and prints it as it happens, to its end. Needs nothing but curl.
#
#   CALL_MANAGER_KEY=cm_… AGENT_ID=… bash place-a-call.sh
set -euo pipefail
url=${CALL_MANAGER_URL:-http://127.0.0.1:4000}/api/v1
to=${TO_NUMBER:-+14155550123}

ask() {
  curl --silent --show-error --fail-with-body -H "X-API-Key: $CALL_MANAGER_KEY" "$@"
}

# The first text member of this name in the answer. Where you have jq: `jq -r .data.call.status`.
text_of() {
  grep -oE "\"$1\":\"([^\"\\\\]|\\\\.)*\"" | head -n 1 | sed -E 's/^"[^"]*":"(.*)"$/\1/; s/\\(.)/\1/g'
}

# Should the answer be lost, the same request with the same key gets the same call: nobody is called twice.
id=$(ask -X POST "$url/calls" -H 'Content-Type: application/json' -H "Idempotency-Key: example-$RANDOM-$$-$(date +%s)" \
  -d "{\"toNumber\": \"$to\", \"agentId\": \"$AGENT_ID\", \"contactName\": \"Ada\"}" | text_of id)

status= turns=0
while true; do
  call=$(ask "$url/calls/$id")
  if [ "$(text_of status <<<"$call")" != "$status" ]; then
    status=$(text_of status <<<"$call")
    echo "$status"
  fi
  said=$(ask -H 'Accept: text/plain' "$url/calls/$id/transcript")
  while read -r line; do
    echo "  $line"
    turns=$((turns + 1))
  done < <(tail -n "+$((turns + 1))" <<<"$said" | grep .)
  case "$(text_of analysisStatus <<<"$call")" in COMPLETED | SKIPPED | FAILED) break ;; esac
  sleep 0.3
done

text_of endedReason <<<"$call"
echo "Summary: $(ask "$url/calls/$id/analysis" | text_of summary || echo none)"
