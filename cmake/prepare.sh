# Sourced by ./run and ./test, from the repository's root: installs what is missing and builds a preset.

# Asks for root only where a package is really missing, so that a set-up machine needs neither root nor a network.
install_packages() {
    command -v dpkg-query >/dev/null || {
        echo "This is no Debian system: please see that what cmake/packages.txt names is installed." >&2
        return 0
    }
    local package missing=()
    while read -r package; do
        [[ -z $package || $package == \#* ]] && continue
        [[ $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
    done <cmake/packages.txt
    ((${#missing[@]} == 0)) && return 0
    echo "Installing ${missing[*]}" >&2
    local root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || {
            echo "Please install these packages as root, then try again." >&2
            return 1
        }
        root=(sudo)
    fi
    "${root[@]}" apt-get update -qq >&2 </dev/null
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >&2 </dev/null
}

# build PRESET [TARGET...]: quiet where it goes well, the compiler's words where it does not.
build() {
    local preset=$1
    shift
    mkdir -p build
    # The compiler cache lives in the home folder, where that can be written.
    if [[ -z ${CCACHE_DIR:-} ]] && ! mkdir -p "${XDG_CACHE_HOME:-${HOME:-/nowhere}/.cache}/ccache" 2>/dev/null; then
        export CCACHE_DIR=$PWD/build/ccache
    fi
    local log=build/$preset.log
    { cmake --preset "$preset" && cmake --build --preset "$preset" ${1:+--target "$@"}; } >"$log" 2>&1 </dev/null || {
        grep -v '^\[[0-9]*/[0-9]*\] \(Building\|Linking\)' "$log" | tail -n 100 >&2
        echo "The build failed; all of its output is in $log" >&2
        return 1
    }
}
