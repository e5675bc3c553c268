#!/usr/bin/env bash
# Runs every test of StreamBet, and first installs, fetches and builds whatever they need.
#   ./test.sh [--full] [arguments of "dotnet test", such as --filter FullyQualifiedName~Ledger]
# --full includes the long ones.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=.ci/prerequisites.sh
. .ci/prerequisites.sh

chosen=(--filter "Category!=Long")
arguments=()
for argument in "$@"; do
  case $argument in
    --full) chosen=() ;;
    --filter | --filter=*) chosen=() arguments+=("$argument") ;;
    *) arguments+=("$argument") ;;
  esac
done

require_dotnet
require_tools "$models_folder" "$pictures_folder" "$s3_folder"
require_browser
require_models
require_pictures
require_s3
say "Building ..."
dotnet restore StreamBet.Blazor.sln --locked-mode --verbosity quiet || fail "The packages could not be restored; see above."
dotnet build StreamBet.Blazor.sln --configuration Release --no-restore --nologo --verbosity quiet ||
  fail "The build failed; see above."
say "Testing ..."
dotnet test StreamBet.Blazor.sln --configuration Release --no-build --nologo "${chosen[@]}" "${arguments[@]}"
