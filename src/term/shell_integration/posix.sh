# Marks around prompts and steps, for shells limited to POSIX (dash, busybox ash). They have no
# hooks. PS1 is expanded at every prompt. It contains the marks D, A and B, and a count that
# distinguishes a new prompt from a redrawn one. Exports no name of daymark. Every name starts with
# __dm. Works with set -u, set -f and a changed IFS.
__dm_pane=@NONCE@
__dm_step= __dm_s= __dm_undo= __dm_child= __dm_count=0

__dm_mark() {
  printf '\033]133;%s;dm=%s\007' "$1" "$2" >/dev/tty
}

# Receives a step. Echo is off before the mark R is printed.
__dm() {
  __dm_step= __dm_s= __dm_text=
  __dm_tty=$(stty -g) && stty -echo || return
  __dm_mark R "$__dm_pane"
  IFS= read -r __dm_step
  __dm_line=$__dm_step
  while [ "$__dm_line" != . ] && IFS= read -r __dm_line; do
    if [ "$__dm_line" != . ]; then __dm_text=$__dm_text$__dm_line; fi
  done
  stty "$__dm_tty"
  # An incomplete step does not run.
  if [ "$__dm_line" != . ] || [ "$__dm_step" = . ]; then __dm_step=; return 1; fi
  __dm_text=$(printf '%b.' "$__dm_text")
  __dm_mark C "$__dm_step"
  eval "${__dm_text%.}" || __dm_s=false
}

# Exports a variable for the step, and records how to restore the previous one.
__dm_export() {
  eval "__dm_line=\${$1+set}"
  if [ -z "$__dm_line" ]; then
    __dm_undo="unset -v $1; $__dm_undo"
  else
    eval "__dm_old_$1=\$$1"
    case "
$(export -p)" in
    *"
export $1="*) __dm_line=export ;;
    *) __dm_line=: ;;
    esac
    __dm_undo="unset -v $1; $1=\$__dm_old_$1; $__dm_line $1; unset -v __dm_old_$1; $__dm_undo"
  fi
  export "$1=$2"
}

# Runs the step as another user. sudo closes every descriptor but the first three, so variables and
# script arrive on standard input. Afterwards the terminal is standard input again.
__dm_as() {
  __dm_line='__dm=$(cat) && exec </dev/tty && eval "$__dm"'
  if [ "$1" = "$(id -un)" ]; then
    set -- sh -c "$__dm_line"
  else
    set -- sudo -H -u "$1" -- sh -c "$__dm_line"
  fi
  # These variables would change the other shell. In bash, some are readonly.
  printf %s "$__dm_child" | {
    case ${BASH_VERSION-} in
    '') unset -v BASH_ENV ENV SHELLOPTS BASHOPTS POSIXLY_CORRECT ;;
    *) export -n BASH_ENV ENV SHELLOPTS BASHOPTS POSIXLY_CORRECT ;;
    esac
    "$@"
  }
}

# Removes the variables of a step.
__dm_clear() {
  eval "$__dm_undo" 2>/dev/null
  __dm_step= __dm_s= __dm_undo= __dm_child= __dm_text= __dm_line=
  __dm_prompt
}

# Marks the end of a step.
__dm_fin() {
  __dm_exit=$?
  if [ -n "$__dm_step" ]; then
    __dm_mark "D;$__dm_exit" "$__dm_step"
    __dm_clear
  fi
  return "$__dm_exit"
}

# Cleans up after a step that was interrupted before its end (Ctrl-C, a syntax error). PS1 marks the
# end, and its mark L makes daymark type this command.
__dm_forget() {
  __dm_mark R "$__dm_pane"
  __dm_clear
}

# Puts the marks around PS1, which others may have replaced.
__dm_prompt() {
  case $PS1 in
  *"$__dm_pane"*) ;;
  *) PS1=$__dm_before$PS1$__dm_after ;;
  esac
}

# Shells that edit their line must know which characters have no width.
__dm_open= __dm_close=
if [ -n "${BASH_VERSION-}" ] || [ "$(command -v help)" = help ]; then
  __dm_open='\[' __dm_close='\]'
fi
__dm_before=$(printf '%s\033]133;D;$?;dm=${__dm_step:-%s};n=$((__dm_count=__dm_count+1))\007${__dm_step:+\033]133;L;dm=%s\007}\033]133;A;dm=%s\007%s' \
  "$__dm_open" "$__dm_pane" "$__dm_pane" "$__dm_pane" "$__dm_close")
__dm_after=$(printf '%s\033]133;B;dm=%s\007%s' "$__dm_open" "$__dm_pane" "$__dm_close")
PS1=${PS1-'$ '}
__dm_prompt
{ __dm_mark "I;sh;;$__dm_about" "$__dm_pane"; } 2>/dev/null
unset -v __dm_about
