#!/usr/bin/env bash
# Completion and manual know every command and option that --help tells of, and propose nothing else.
. "$(dirname "$0")/common.bash"
accepted completion bash && printf '%s\n' "$out" >noso.bash
accepted completion zsh && printf '%s\n' "$out" >_noso
accepted manual && printf '%s\n' "$out" >noso.1
refused 2 'shell' completion fish
bash -n noso.bash || fail 'the bash script has wrong syntax'
. ./noso.bash

# proposed WORD…: what bash proposes after these words.
proposed() {
  COMP_WORDS=(noso "$@")
  COMP_CWORD=$#
  COMPREPLY=()
  _noso
  printf '%s\n' "${COMPREPLY[@]}"
}
names() { sed -n '/^Subcommands:/,$p' <<<"$1" | grep -Eo '^  [a-z]+' | tr -d ' '; }
options() { sed -n '/^Options:/,/^$/p' <<<"$1" | grep -Eo '^  -[^ ]*' | tr ', ' '\n\n' | grep -E '^-'; }

# check_command WORD…: against the help of that command, and of those below it.
global=$("$noso" --help)
check_command() {
  local help words option name
  help=$("$noso" "$@" --help)
  words=$(proposed "$@" "")
  [ "$(grep -E '^-' <<<"$words" | sort -u)" = "$(sort -u <<<"$(options "$help")
$(options "$global")")" ] || fail "bash: options of '$*': $(diff <(grep -E '^-' <<<"$words" | sort -u) <(options "$help" | sort -u))"
  for option in $(options "$help"); do
    grep -Fq -- "$option" _noso || fail "zsh: no $option of '$*'"
    grep -Fq -- "$(sed 's/-/\\-/g' <<<"$option")" noso.1 || fail "manual: no $option of '$*'"
  done
  for name in $(names "$help"); do
    grep -qx -- "$name" <<<"$words" || fail "bash: no command '$* $name'"
    grep -Fq "_noso_$(tr ' ' _ <<<"${*:+$* }$name")()" _noso || fail "zsh: no command '$* $name'"
    grep -Fq "\\fBnoso ${*:+$* }$name" noso.1 || fail "manual: no command '$* $name'"
    check_command "$@" "$name"
  done
}
check_command
[ "$(names "$global" | wc -l)" -ge 20 ] || fail 'the help lists hardly any command'

# Values, and what stands before them.
[ "$(proposed --color a)" = "$(printf 'auto\nalways')" ] || fail "values of --color: $(proposed --color a)"
[ "$(proposed search --kind = c)" = condition ] || fail 'values after an equals sign'
[ -z "$(proposed assess --case x)" ] || fail 'a file is left to the shell'
grep -qx -- --limit <<<"$(proposed --kb search search --l)" || fail 'the value of an option is taken for a command'
[ "$(proposed comp)" = "$(printf 'compile\ncompletion')" ] || fail "comp: $(proposed comp)"
[ "$(proposed review s)" = "$(printf 'sign\nstatus')" ] || fail "review s: $(proposed review s)"

if command -v zsh >/dev/null; then
  zsh -n _noso || fail 'the zsh script has wrong syntax'
  zsh -fc 'fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; [[ ${_comps[noso]} = _noso ]]' || fail 'zsh does not take the script'
fi
if command -v man >/dev/null; then
  MANWIDTH=100 man --warnings=all -l noso.1 2>&1 >page.txt | grep . && fail 'the manual page has mistakes'
  grep -q 'EXIT STATUS' page.txt || fail 'the manual page is cut off'
fi
finish
