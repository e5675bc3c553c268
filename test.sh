#!/usr/bin/env bash
# Runs every test of StreamBet, and first installs, fetches and builds whatever they need.
#   ./test.sh [--full] [--postgres] [arguments of "dotnet test", such as --filter FullyQualifiedName~Ledger]
# --full includes the long ones; --postgres runs those that do not choose a database on PostgreSQL.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=.ci/prerequisites.sh
. .ci/prerequisites.sh

chosen=(--filter "Category!=Long")
arguments=()
for argument in "$@"; do
  case $argument in
    --full) chosen=() ;;
    --postgres) export STREAMBET_TEST_DATABASE=postgres ;;
    --filter | --filter=*) chosen=() arguments+=("$argument") ;;
    *) arguments+=("$argument") ;;
  esac
done

require_dotnet
require_tools "$models_folder" "$typeface_folder" "$pictures_folder" "$fonts_folder" "$s3_folder"
require_second_reader
want_sandbox
require_browser
require_nginx
require_postgres
require_redis
require_models
require_typeface
require_pictures
require_fonts
require_s3
say "Building ..."
dotnet restore StreamBet.Blazor.sln --locked-mode --verbosity quiet || fail "The packages could not be restored; see above."
dotnet build StreamBet.Blazor.sln --configuration Release --no-restore --nologo --verbosity quiet ||
  fail "The build failed; see above."

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
# The ten tests that took longest, in seconds.
say_slowest() {
  say "The slowest tests:"
  grep -oh '<UnitTestResult [^>]*' "$results"/*.trx |
    sed -E 's/.* testName="([^"]*)".* duration="0*([0-9]+):0*([0-9]+):([0-9]+\.[0-9])[^"]*".*/\2 \3 \4 \1/' |
    awk '{ printf "%8.1f s  ", $1 * 3600 + $2 * 60 + $3; $1 = $2 = $3 = ""; sub(/^ +/, ""); print }' | sort -rn | awk 'NR <= 10'
}

say "Testing ..."
passed=0
dotnet test StreamBet.Blazor.sln --configuration Release --no-build --nologo --logger trx --results-directory "$results" \
  "${chosen[@]}" "${arguments[@]}" || passed=$?
say_slowest || say "(no test was run)"
exit $passed
