# Shared by run.sh, test.sh and the Dockerfile: sees to what StreamBet needs on a machine and installs it where that is possible.
# Source it with the current folder at the root of the project.
# shellcheck shell=bash

readonly models_folder=StreamBet.Core/Vision/Models
readonly typeface_folder=StreamBet.Web/Fonts
readonly pictures_folder=StreamBet.Tests/Support/Pictures
readonly fonts_folder=StreamBet.Tests/Support/Fonts
readonly s3_folder=StreamBet.Tests/Support/Aws/S3
readonly nginx_folder=StreamBet.Tests/Support/Nginx
readonly postgres_folder=StreamBet.Tests/Support/Postgres
readonly redis_folder=StreamBet.Tests/Support/Redis

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

# Publishes the server: only then browsers get the page's assets compressed and may keep them.
#   publish_server FOLDER
publish_server() {
  dotnet restore StreamBet.Web --locked-mode --verbosity quiet || fail "The packages could not be restored; see above."
  dotnet publish StreamBet.Web --configuration Release --no-restore --nologo --verbosity quiet --output "$1" ||
    fail "The build failed; see above."
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

# Installs ffmpeg (with ffprobe), and npm where packages of the folders named are to be fetched, when they are missing;
# touches nothing when they are there.
#   require_tools FOLDER ...
require_tools() {
  local missing=()
  if ! command -v ffmpeg >/dev/null || ! command -v ffprobe >/dev/null; then missing+=(ffmpeg); fi
  local folder
  for folder in "$@"; do
    if ! packages_are_current "$folder" && ! command -v npm >/dev/null; then
      missing+=(nodejs npm)
      break
    fi
  done
  [ ${#missing[@]} -eq 0 ] ||
    install_packages "install ffmpeg 5 or later and Node.js 20 or later with npm" "${missing[@]}"
}

# Installs packages of Debian, or says how to get them.
#   install_packages ELSEWHERE PACKAGE ...
install_packages() {
  local elsewhere=$1
  shift
  local advice="sudo apt-get update && sudo apt-get install $*"
  find_installer ||
    fail "Missing on this machine: $*, and there is no right or way to install them here." \
      "Debian, Ubuntu:  $advice" \
      "macOS:           brew install ${*/#nodejs/node}" \
      "Elsewhere, $elsewhere, and start again."

  say "Installing $* ..."
  "${installer[@]}" apt-get update -qq || say "apt-get update failed; trying with the lists that are there."
  # Node.js from its own makers contains npm and does not go together with Debian's package of it.
  apt_install "$@" || { [[ " $* " == *" npm "* ]] && apt_install "${@/#npm/nodejs}"; } ||
    fail "They could not be installed. By hand:  $advice"
}

# Installs a browser for the tests of pages, when there is none. Chromium's headless shell saves processor time over a browser
# that could show windows, but not every system has a package of it.
require_browser() {
  local browser
  for browser in chromium-headless-shell chromium chromium-browser google-chrome; do
    command -v "$browser" >/dev/null && return 0
  done
  (install_packages "" chromium-headless-shell) 2>/dev/null || install_packages "install Chromium or Chrome" chromium
}

# Fetches nginx for the tests of the server behind a proxy. It is unpacked and not installed, since Debian's package would start it
# as a service.
require_nginx() {
  command -v nginx >/dev/null || [ -x /usr/sbin/nginx ] || [ -x "$nginx_folder/usr/sbin/nginx" ] && return 0
  say "Fetching nginx ..."
  local fetched
  fetched=$(mktemp -d)
  chmod 755 "$fetched"
  if command -v apt-get >/dev/null && (cd "$fetched" && apt-get download -qq nginx >/dev/null 2>&1) &&
    dpkg -x "$fetched"/nginx_*.deb "$nginx_folder"; then
    rm -rf "$fetched"
    return 0
  fi
  rm -rf "$fetched"
  install_packages "install nginx" nginx
}

# Fetches PostgreSQL for the tests of servers that share one. It is unpacked and not installed, since Debian's package would start it
# as a service; only the libraries it needs are installed.
require_postgres() {
  compgen -G "/usr/lib/postgresql/*/bin/postgres" >/dev/null || compgen -G "$postgres_folder/usr/lib/postgresql/*/bin/postgres" >/dev/null ||
    command -v postgres >/dev/null && return 0
  say "Fetching PostgreSQL ..."
  local fetched package
  fetched=$(mktemp -d)
  chmod 755 "$fetched"
  if command -v apt-cache >/dev/null && package=$(apt-cache depends postgresql | sed -n 's/^ *Depends: \(postgresql-[0-9]*\)$/\1/p') &&
    [ -n "$package" ] && (cd "$fetched" && apt-get download -qq "$package" "postgresql-client-${package##*-}" >/dev/null 2>&1); then
    local libraries
    mapfile -t libraries < <(apt-cache depends "$package" | sed -n 's/^ *Depends: \(lib[^ ]*\)$/\1/p' | grep -v llvm)
    if find_installer && apt_install "${libraries[@]}" && (for file in "$fetched"/*.deb; do dpkg -x "$file" "$postgres_folder" || exit 1; done); then
      rm -rf "$fetched"
      return 0
    fi
  fi
  rm -rf "$fetched"
  install_packages "install PostgreSQL 14 or later" postgresql
}

# Fetches Redis for the tests of servers that share one. It is unpacked with its libraries and not installed, since Debian's package would
# start it as a service.
require_redis() {
  command -v redis-server >/dev/null || [ -x "$redis_folder/usr/bin/redis-server" ] && return 0
  say "Fetching Redis ..."
  local fetched libraries
  fetched=$(mktemp -d)
  chmod 755 "$fetched"
  if command -v apt-cache >/dev/null &&
    mapfile -t libraries < <(apt-cache depends redis-tools | sed -n 's/^ *Depends: \(lib\(atomic\|jemalloc\|lzf\)[^ ]*\)$/\1/p') &&
    (cd "$fetched" && apt-get download -qq redis-server redis-tools "${libraries[@]}" >/dev/null 2>&1) &&
    (for file in "$fetched"/*.deb; do dpkg -x "$file" "$redis_folder" || exit 1; done); then
    rm -rf "$fetched"
    return 0
  fi
  rm -rf "$fetched" "$redis_folder"
  install_packages "install Redis 6 or later" redis-server
}

has_second_reader() { tesseract --list-langs 2>/dev/null | grep -qx eng; }

# Installs the second reader of texts in videos, when it is missing.
require_second_reader() {
  has_second_reader ||
    install_packages "install Tesseract 5 with its data for English" tesseract-ocr tesseract-ocr-eng
}

# The same, but goes on without it.
want_second_reader() {
  has_second_reader || (require_second_reader) ||
    say "Going on without Tesseract: texts in videos are read once only, so that none can decide YES."
}

# Installs what keeps decoders away from the server, when it is missing; goes on without it where that isn't possible.
want_sandbox() {
  [ "$(uname -s)" = Linux ] || return 0
  command -v bwrap >/dev/null || (install_packages "install bubblewrap" bubblewrap) ||
    say "Going on without bubblewrap: decoders are isolated by Landlock, where this system has it. See docs/decoders.md."
}

# Whether the npm packages of a folder are those of its lock file.
packages_are_current() {
  cmp -s "$1/package-lock.json" "$1/node_modules/.installed-lock.json"
}

# Fetches the npm packages of a folder, when they are missing or its lock file has changed. No program of theirs is run.
#   fetch_packages FOLDER WHAT
fetch_packages() {
  packages_are_current "$1" && return 0
  say "Fetching $2 ..."
  (cd "$1" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) ||
    fail "They could not be fetched. Is the npm registry reachable?  (cd $1 && npm ci --ignore-scripts)"
  cp "$1/package-lock.json" "$1/node_modules/.installed-lock.json"
}

# Fetches the typeface of headings, and puts the files that pages ask for among their assets.
require_typeface() {
  fetch_packages "$typeface_folder" "the display typeface"
  local files=$typeface_folder/node_modules/@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque
  cp -u "$files-latin-wght-normal.woff2" StreamBet.Web/wwwroot/display.woff2
  cp -u "$files-latin-ext-wght-normal.woff2" StreamBet.Web/wwwroot/display-ext.woff2
}

require_models() { fetch_packages "$models_folder" "the vision models (200 MB)"; }

# Photographs of people, from which tests make clips with something real to see.
require_pictures() { fetch_packages "$pictures_folder" "the test pictures (13 MB)"; }

# Fonts like those of games, in which tests draw what a screen shows.
require_fonts() { fetch_packages "$fonts_folder" "the test fonts (8 MB)"; }

# The S3 server that tests store clips in. It runs on Node.js, while the packages before are only fetched by it.
require_s3() {
  fetch_packages "$s3_folder" "the S3 server of the tests (43 MB)"
  node -e 'process.exit(process.versions.node.split(".")[0] >= 20 ? 0 : 1)' ||
    fail "The S3 server of the tests needs Node.js 20 or later; this machine has $(node --version 2>&1)." \
      "Install it as https://nodejs.org says and start again."
}
