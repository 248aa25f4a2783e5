# Sourced by the commands in bin/, never run by itself. POSIX sh.
# Makes .venv from uv.lock and names (or, as root on Debian and Ubuntu, installs) missing system packages.
# Sets $root and $python. Only messages for people go to stderr; stdout stays the command's own.

uv_version=0.13.9

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }

# The folder above bin/, also when the command was called by a link or from elsewhere.
self=$0
while [ -L "$self" ]; do
  target=$(readlink "$self")
  case $target in /*) self=$target ;; *) self=$(dirname "$self")/$target ;; esac
done
root=$(CDPATH='' cd -- "$(dirname -- "$self")/.." && pwd -P) || exit 1
python=$root/.venv/bin/python

# Another project's environment must not leak into ours.
unset VIRTUAL_ENV CONDA_PREFIX UV_PROJECT UV_PROJECT_ENVIRONMENT UV_PYTHON PYTHONHOME PYTHONPATH
# A start is a dozen Python processes: without compiled modules each would compile Django anew.
unset PYTHONDONTWRITEBYTECODE
# Trust the certificates this machine trusts (a company's own authority, for one). The address of the package index is
# never set here: pip's own configuration holds for pip, UV_DEFAULT_INDEX for uv.
export UV_SYSTEM_CERTS=1
if [ -z "${PIP_CERT:-}" ]; then
  for bundle in "${SSL_CERT_FILE:-}" /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt; do
    if [ -n "$bundle" ] && [ -r "$bundle" ]; then export PIP_CERT="$bundle"; break; fi
  done
fi

is_debian() { [ -r /etc/debian_version ] && command -v apt-get >/dev/null 2>&1; }

# apt_install WHY PACKAGE...: installs when we may, else names the command and gives up.
apt_install() {
  why=$1; shift
  if is_debian && [ "$(id -u)" = 0 ]; then
    say "Installing $* ($why) …"
    if ! apt_quietly install "$@"; then
      apt_quietly update || say "apt-get update failed; trying with the lists there are."
      apt_quietly install "$@" || { tail -n 20 "$apt_log" >&2; rm -f "$apt_log"; fail "apt-get could not install $*."; }
    fi
    rm -f "$apt_log"
  elif is_debian; then
    fail "Missing: $why. Run this, then start again:
    sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
  else
    fail "Missing: $why. Install it with your system's package manager (on Debian: $*), then start again."
  fi
}

apt_quietly() {
  verb=$1; shift
  : "${apt_log:=$(mktemp)}"
  case $verb in install) set -- -y --no-install-recommends "$@" ;; esac
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=120 "$verb" "$@" </dev/null >>"$apt_log" 2>&1
}

# uv_fits PROGRAM: whether it is new enough for the committed lock file.
uv_fits() {
  found=$("$1" --version 2>/dev/null) || return 1
  printf '%s\n' "$found" | awk -v wanted="$uv_version" '
    { split($2, have, "."); split(wanted, need, ".")
      for (i = 1; i <= 3; i++) { if (have[i]+0 > need[i]+0) exit 0; if (have[i]+0 < need[i]+0) exit 1 }
      exit 0 }'
}

find_uv() {
  for uv in "$(command -v uv 2>/dev/null || true)" "$root/.uv/bin/uv"; do
    if [ -n "$uv" ] && uv_fits "$uv"; then return 0; fi
  done
  command -v python3 >/dev/null 2>&1 || apt_install "Python 3" python3 python3-venv
  say "Installing uv $uv_version for this folder (.uv) …"
  rm -rf "$root/.uv"
  if ! python3 -m venv "$root/.uv" >/dev/null 2>&1; then
    rm -rf "$root/.uv"
    apt_install "Python's venv" python3-venv
    python3 -m venv "$root/.uv" || fail "python3 -m venv does not work."
  fi
  "$root/.uv/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$uv_version" >&2 ||
    fail "uv could not be installed: is the package index reachable? (pip's own settings hold here.)"
  uv=$root/.uv/bin/uv
}

sync_environment() {
  find_uv
  [ -x "$python" ] || say "Making the environment from uv.lock (.venv); this takes a while the first time …"
  "$uv" sync --project "$root" --frozen --quiet >&2 || fail "The environment could not be made from uv.lock (see above)."
  # WeasyPrint loads these by name when the first PDF is made.
  "$python" -S - <<'PYTHON' || apt_install "Pango, which sets the PDFs" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
import ctypes, sys
if sys.platform == "linux":
    names = "gobject-2.0.so.0 pango-1.0.so.0 harfbuzz.so.0 harfbuzz-subset.so.0 fontconfig.so.1 pangoft2-1.0.so.0"
    try:
        for name in names.split():
            ctypes.CDLL("lib" + name)
    except OSError:
        sys.exit(1)
PYTHON
}

# The browser tests drive a Chromium of the system's; FRAMAT_CHROMIUM names another one.
find_chromium() {
  for name in "${FRAMAT_CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable; do
    if [ -n "$name" ] && command -v "$name" >/dev/null 2>&1; then
      FRAMAT_CHROMIUM=$(command -v "$name")
      # Ubuntu's chromium-browser may be a mere pointer to a snap.
      if "$FRAMAT_CHROMIUM" --version >/dev/null 2>&1; then export FRAMAT_CHROMIUM; return 0; fi
    fi
  done
  return 1
}

need_chromium() {
  find_chromium && return 0
  apt_install "Chromium, which the browser tests drive" chromium
  find_chromium || fail "Chromium does not start. Name a working one: FRAMAT_CHROMIUM=/path/to/chromium bin/test"
}
