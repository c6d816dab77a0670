# Marks around prompts, commands and steps, for zsh. Forks nothing at a prompt. Every name starts
# with __dm. Works with nounset, changed options and a redirected standard output.
__dm_pane=@NONCE@
__dm_step= __dm_s= __dm_undo= __dm_child=
__dm_a=$'%{\e]133;A;dm='$__dm_pane$'\a%}'
__dm_b=$'%{\e]133;B;dm='$__dm_pane$'\a%}'
zmodload zsh/datetime 2>/dev/null

__dm_mark() {
  local __dm_at=
  if [[ -n ${EPOCHREALTIME-} ]]; then builtin printf -v __dm_at ';t=%.6f' "$EPOCHREALTIME"; fi
  builtin printf '\033]133;%s;dm=%s%s\007' "$1" "$2" "$__dm_at" >/dev/tty
}

# Receives a step. `read` turns echo off before it writes its prompt, which is the mark R.
__dm() {
  emulate -L zsh
  local __dm_lines
  __dm_step= __dm_s=
  IFS= builtin read -rs -d . $'__dm_lines?\e]133;R;dm='"$__dm_pane"$'\a' || return
  __dm_step=${__dm_lines%%$'\n'*}
  __dm_lines=${__dm_lines#*$'\n'}
  builtin printf -v __dm_lines %b "${__dm_lines//$'\n'/}"
  __dm_mark C "$__dm_step"
  builtin eval "$__dm_lines" || __dm_s=false
}

# Exports a variable for the step, and records how to restore the previous one.
__dm_export() {
  emulate -L zsh
  local __dm_line="unset $1"
  if [[ -v $1 ]]; then
    __dm_line='typeset -g +x'
    if [[ ${(Pt)1} == *export* ]]; then __dm_line=export; fi
    __dm_line+=" $1=${(qq)${(P)1}}"
  fi
  __dm_undo="$__dm_line; $__dm_undo"
  builtin export "$1=$2"
}

# Runs the step as another user. sudo closes every descriptor but the first three, so variables and
# script arrive on standard input. Afterwards the terminal is standard input again.
__dm_as() {
  emulate -L zsh
  local __dm_run='__dm=$(cat) && exec </dev/tty && eval "$__dm"'
  if [[ $1 == "$(id -un)" ]]; then
    set -- zsh -f -c "$__dm_run"
  else
    set -- sudo -H -u "$1" -- zsh -f -c "$__dm_run"
  fi
  builtin printf %s "$__dm_child" | "$@"
}

# Marks the end of a step, and removes its variables.
__dm_end() {
  __dm_mark "D;$1" "$__dm_step"
  builtin eval "$__dm_undo" 2>/dev/null
  __dm_step= __dm_s= __dm_undo= __dm_child=
}

__dm_fin() {
  local __dm_exit=$?
  if [[ -n $__dm_step ]]; then __dm_end $__dm_exit; fi
  return $__dm_exit
}

# Runs first at every prompt. Ends a step that Ctrl-C interrupted.
__dm_before() {
  local __dm_exit=$?
  if [[ -n $__dm_step ]]; then
    __dm_end $__dm_exit
  else
    __dm_mark "D;$__dm_exit" "$__dm_pane"
  fi
}

# Runs last at every prompt, because others set PS1 there.
__dm_after() {
  emulate -L zsh
  PS1=${PS1//"$__dm_a"/}
  PS1=$__dm_a${PS1//"$__dm_b"/}$__dm_b
  __dm_hook
}

__dm_preexec() {
  __dm_mark C "$__dm_pane"
}

# Puts the hooks of daymark around the hooks of others.
__dm_hook() {
  emulate -L zsh
  precmd_functions=(__dm_before "${(@)precmd_functions:#__dm_*}" __dm_after)
  preexec_functions=("${(@)preexec_functions:#__dm_*}" __dm_preexec)
}

# Keeps lines that begin with a space out of the history.
setopt hist_ignore_space
{ __dm_mark "I;zsh;$ZSH_VERSION;$__dm_about" "$__dm_pane"; } 2>/dev/null
unset __dm_about
__dm_after
