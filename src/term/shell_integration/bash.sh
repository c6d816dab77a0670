# Marks around prompts, commands and steps. Forks nothing at a prompt. Every name starts with __dm.
# Works with set -u, set -f, a changed IFS and a redirected standard output.
__dm_pane=@NONCE@
__dm_step= __dm_s= __dm_undo=
__dm_first='{ __dm_before; } 2>/dev/null'
__dm_last='{ __dm_after; } 2>/dev/null'
__dm_a="\[\e]133;A;dm=$__dm_pane\a\]"
__dm_b="\[\e]133;B;dm=$__dm_pane\a\]"
__dm_c="\e]133;C;dm=$__dm_pane;t=\${EPOCHREALTIME-}\a"

__dm_mark() {
  builtin printf '\033]133;%s;dm=%s;t=%s\007' "$1" "$2" "${EPOCHREALTIME-}" >/dev/tty
}

# Receives a step. `read` turns echo off before it writes its prompt, which is the mark R.
__dm() {
  local IFS=$'\n' __dm_lines
  __dm_step= __dm_s=
  builtin read -rs -d . -a __dm_lines -p $'\e]133;R;dm='"$__dm_pane"$'\a' || return
  __dm_step=${__dm_lines[0]}
  IFS=
  builtin printf -v __dm_lines %b "${__dm_lines[*]:1}"
  __dm_mark C "$__dm_step"
  IFS=$' \t\n'
  builtin eval "$__dm_lines" || __dm_s=false
}

# Exports a variable for the step, and records how to restore the previous one.
__dm_export() {
  local __dm_line __dm_how=export
  if [[ -z ${!1+set} ]]; then
    __dm_line="unset -v $1"
  else
    [[ $(builtin declare -p "$1") == 'declare -'*([^ ])x* ]] || __dm_how='export -n'
    builtin printf -v __dm_line '%s %s=%q' "$__dm_how" "$1" "${!1}"
  fi
  __dm_undo="$__dm_line; $__dm_undo"
  builtin export "$1=$2"
}

# Runs the step as another user. sudo closes every descriptor but the first three, so variables and
# script arrive on standard input. Afterwards the terminal is standard input again.
__dm_as() {
  local __dm_run='__dm=$(cat) && exec </dev/tty && eval "$__dm"'
  if [[ $1 == "$(id -un)" ]]; then
    set -- bash -c "$__dm_run"
  else
    set -- sudo -H -u "$1" -- bash -c "$__dm_run"
  fi
  # These variables would change the other shell, and may be readonly.
  builtin printf %s "$__dm_child" | {
    builtin export -n BASH_ENV ENV SHELLOPTS BASHOPTS POSIXLY_CORRECT
    "$@"
  }
}

# Marks the end of a step, and removes its variables.
__dm_end() {
  __dm_mark "D;$1" "$__dm_step"
  builtin eval "$__dm_undo" 2>/dev/null
  unset -v __dm_child
  __dm_step= __dm_s= __dm_undo=
  __dm_hook
}

__dm_fin() {
  local __dm_exit=$?
  if [[ -n $__dm_step ]]; then __dm_end "$__dm_exit"; fi
  return "$__dm_exit"
}

# Runs first at every prompt, because it must see $?. Ends a step that Ctrl-C interrupted.
__dm_before() {
  local __dm_exit=$?
  if [[ -n $__dm_step ]]; then
    __dm_end "$__dm_exit"
  else
    __dm_mark "D;$__dm_exit" "$__dm_pane"
  fi
  return "$__dm_exit"
}

# Runs last at every prompt, because others set PS1 there. Exports nothing of daymark: a child shell
# would print the marks without the functions.
__dm_after() {
  PS0=${PS0-}
  PS1=${PS1//"$__dm_a"/} PS0=${PS0//"$__dm_c"/}
  PS1=$__dm_a${PS1//"$__dm_b"/}$__dm_b PS0+=$__dm_c
  export -n PS0 PS1 PROMPT_COMMAND
}

# Puts the two commands above around those in PROMPT_COMMAND.
__dm_hook() {
  local __dm_old __dm_kept=()
  for __dm_old in "${PROMPT_COMMAND[@]-}"; do
    __dm_old=${__dm_old//"$__dm_first"/}
    __dm_old=${__dm_old//"$__dm_last"/}
    __dm_old=${__dm_old#"${__dm_old%%[!;[:space:]]*}"}
    if [[ -n $__dm_old ]]; then __dm_kept+=("$__dm_old"); fi
  done
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)); then
    PROMPT_COMMAND=("$__dm_first" ${__dm_kept[@]+"${__dm_kept[@]}"} "$__dm_last")
  else
    local IFS=$'\n'
    PROMPT_COMMAND="$__dm_first"$'\n'"${__dm_kept[*]-}"$'\n'"$__dm_last"
  fi
}

# Keeps lines that begin with a space out of the history.
case :${HISTCONTROL-}: in
*:ignorespace:* | *:ignoreboth:*) ;;
*) HISTCONTROL=${HISTCONTROL:+$HISTCONTROL:}ignorespace ;;
esac
__dm_hook
{ __dm_mark "I;bash;$BASH_VERSION;$__dm_about" "$__dm_pane"; } 2>/dev/null
unset -v __dm_about
