# Shared by the tests of an installation: `prefix` holds one, made of the build folder BUILD given first; `source` is the tree.
set -eu
build=$(realpath -- "$1")
source=$(realpath -- "$2")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
prefix=$work/root
export CMAKE_PREFIX_PATH=$prefix

failed() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# install_into PREFIX: all components.
install_into() {
  cmake --install "$build" --prefix "$1" >"$work/install.log" 2>&1 || failed "install: $(tail -5 "$work/install.log")"
  local config
  config=$(dirname "$(find "$1" -name noso.pc)")
  export PKG_CONFIG_PATH=$config LD_LIBRARY_PATH=$(dirname "$config") PATH=$1/bin:$PATH
}
