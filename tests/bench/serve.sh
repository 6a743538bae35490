#!/usr/bin/env bash
# serve.sh NOSO SERVE_LOAD FOLDER: requests a second and their times, memory over many requests, exchanges of knowledge
# under load, and slow clients beside fast ones. Loopback only; client and service share the machine.
set -euo pipefail
noso=$(realpath "$1") load=$(realpath "$2") folder=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
small_requests=${NOSO_SMALL_REQUESTS:-200000} chart_requests=${NOSO_CHART_REQUESTS:-4000} swaps=${NOSO_SWAPS:-1000}
mkdir -p "$folder"
folder=$(realpath "$folder")
python3 "$here/chart_requests.py" "$folder"
cp "$(dirname "$noso")/heel-pain.noso" "$folder/kb.noso"
"$noso" --kb "$folder/kb.noso" serve --allow-draft --port 0 --log "$folder/log.jsonl" >"$folder/url" &
service=$!
trap 'kill $service 2>/dev/null || true' EXIT
until grep -q serving "$folder/url"; do sleep 0.1; done
place=$(sed 's/.*127/127/' "$folder/url")
memory() { awk '/VmRSS/ {print int($2 / 1024) " MiB"}' "/proc/$service/status"; }

echo "small patient-view, $(memory) before:"
"$load" "$place" /cds-services/patient-view "$folder/small.json" --requests 2000 >/dev/null
echo "  $(memory) after 2000"
"$load" "$place" /cds-services/patient-view "$folder/small.json" --requests "$small_requests"
echo "  $(memory) after $small_requests more"
echo "chart of 200 resources:"
"$load" "$place" /cds-services/patient-view "$folder/chart.json" --requests "$chart_requests"
echo "  $(memory)"
echo "the same beside 64 connections that send a byte a second:"
"$load" "$place" /cds-services/patient-view "$folder/small.json" --requests 20000 --slow 64
"$load" "$place" /cds-services/patient-view "$folder/small.json" --requests 20000
echo "$swaps exchanges of the knowledge under load, $(memory) before:"
"$load" "$place" /cds-services/patient-view "$folder/small.json" --requests "$small_requests" &
client=$!
for ((i = 0; i < swaps; ++i)); do
  cp "$folder/kb.noso" "$folder/next.noso"
  mv "$folder/next.noso" "$folder/kb.noso"
  kill -HUP $service
  sleep 0.02
done
wait $client
curl -s "http://$place/metrics" | grep '^noso_knowledge_swaps'
echo "  $(memory) after"
kill $service
wait $service && echo "ended well"
