# shellcheck shell=bash
# What the scripts share. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit

# Talk goes to standard error; standard output is for data.
say() {
    printf '%s\n' "$*" >&2
}

fail() {
    printf '%s: %s\n' "$(basename "$0")" "$*" >&2
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

is_root() {
    [[ $(id -u) == 0 ]]
}

# Builds the web app when one of its sources is newer than what was built last.
build_web() {
    local built=web/dist/index.html newer=
    if [[ -e $built ]]; then
        newer=$(find web tile-server/openapi.json -path web/node_modules -prune -o -path web/dist -prune \
            -o -path web/tests -prune -o -type f -newer "$built" -print -quit)
        [[ -n $newer ]] || return 0
        say "$newer changed: building the web app"
    else
        say "building the web app"
    fi
    (cd web && npm run --silent build >&2)
}
