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
    # The last thing that a build writes.
    local built=web/dist/viewer/index.html newer=
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

# What follows is of a server whose process stands in $work/server.pid, its output in $work/address and its log in
# $work/server.log; the script that sources this makes the folder.

# The address that the server printed, if it has.
address() {
    # shellcheck disable=SC2154
    grep --only-matching --max-count=1 'http://[^ ]*' "$work/address"
}

wait_for_address() {
    local deadline=$((SECONDS + 60))
    until address >/dev/null; do
        if ! kill -0 "$(cat "$work/server.pid")" 2>/dev/null || ((SECONDS > deadline)); then
            say "the server did not start:"
            cat "$work/server.log" >&2
            return 1
        fi
        sleep 0.2
    done
}

stop_server() {
    [[ -e $work/server.pid ]] || return 0
    local pid deadline=$((SECONDS + 20))
    pid=$(cat "$work/server.pid")
    kill "$pid" 2>/dev/null || true
    while kill -0 "$pid" 2>/dev/null && ((SECONDS < deadline)); do sleep 0.2; done
    rm "$work/server.pid"
}
