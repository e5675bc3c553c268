#!/usr/bin/env bash
# Starts StreamBet, and first installs, fetches and builds whatever is missing for that.
#   ./run.sh [--build-only] [arguments of the program, such as --StreamBet:DemoMarkets=false]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=.ci/prerequisites.sh
. .ci/prerequisites.sh

readonly output=StreamBet.Web/bin/Release/published
readonly stamp=$output/.built-from

# A digest of everything that the build reads: asking "dotnet publish" whether there is anything to do takes longer than
# the whole start.
sources() {
  find StreamBet.Core StreamBet.Web ./*.props ./*.txt .editorconfig global.json \
    \( -name bin -o -name obj -o -name node_modules -o -name data \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}

build() {
  local wanted
  wanted=$(sources)
  if [ -f "$output/StreamBet.Web.dll" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then return 0; fi
  require_dotnet
  say "Building ..."
  rm -rf "$output"
  publish_server "$output"
  printf '%s\n' "$wanted" >"$stamp"
}

build_only=false
if [ "${1:-}" = --build-only ]; then
  build_only=true
  shift
fi

command -v dotnet >/dev/null || require_dotnet
require_tools "$models_folder" "$typeface_folder"
want_second_reader
want_sandbox
require_models
require_typeface
build
if $build_only; then
  say "Built. Start it with ./run.sh"
  exit 0
fi

export ASPNETCORE_URLS="${ASPNETCORE_URLS:-http://localhost:5080}"
case " $* " in
  *" --urls"*) say "Starting (Ctrl+C stops it)" ;;
  *) say "Starting on $ASPNETCORE_URLS (Ctrl+C stops it)" ;;
esac
exec dotnet "$output/StreamBet.Web.dll" --contentRoot "$PWD/$output" "$@"
