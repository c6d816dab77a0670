# Marks around prompts and steps, for shells limited to POSIX (dash, busybox ash). They have no
# hooks. PS1 is expanded at every prompt. It contains the marks D, A and B, and a count that
# distinguishes a new prompt from a redrawn one. Every name starts with __dm. Works with any options,
# a changed IFS and redirected descriptors of this shell.
__dm_step=0 __dm_s= __dm_undo= __dm_count=0
__dm_start_bash=@START_BASH@
__dm_start_zsh=@START_ZSH@
__dm_start_posix=@START_POSIX@

__dm_mark() {
  printf '\033]133;%s\007' "$1" >/dev/tty
}

# Sets the exported names, one a line. A value of several lines may add more.
__dm_exported() {
  __dm_names=$(
    export -p | while IFS= read -r __dm_line; do
      case $__dm_line in
      'export '*=* | 'declare -x '*=* | 'typeset -x '*=*) ;;
      *) continue ;;
      esac
      __dm_line=${__dm_line%%=*}
      __dm_line=${__dm_line##* }
      case $__dm_line in
      '' | [0-9]* | *[!a-zA-Z0-9_]* | __dm*) ;;
      *) printf '%s\n' "$__dm_line" ;;
      esac
    done
  )
}

# Remembers the environment and the umask of this shell for the scripts of steps.
__dm_remember() {
  __dm_exported
  __dm_remembered=
  for __dm_line in $__dm_names; do
    case $__dm_line in BASH_ENV | ENV | SHELLOPTS | BASHOPTS | POSIXLY_CORRECT) continue ;; esac
    eval "__dm_name=\${$__dm_line+set}"
    if [ -n "$__dm_name" ]; then
      eval "__dm_env_$__dm_line=\$$__dm_line"
      __dm_remembered="$__dm_remembered $__dm_line"
    fi
  done
  __dm_umask=$(umask)
  unset -v __dm_names __dm_line __dm_name
}

# Runs the script of a step in a child of this shell, and marks its end. $1 is the token of the step,
# $2 the dialect of the script's shell, $3 the commands that start that shell, best first: separated
# by commas, their words by `_`. The options of this shell do not matter.
__dm() {
  {
    __dm_step=$1
    if (__dm_become "$2" "$3"); then __dm_fin 0; else __dm_fin "$?"; fi
  } 2>/dev/null
}

# Becomes the shell of a script, with the environment that was remembered, the terminal, and no other
# descriptor. What that shell reads first arrives over the terminal. Standard input is the terminal
# under its own name: as `/dev/tty`, `mesg n` in a login file would change that file for all users.
__dm_become() {
  set +aefuvx
  IFS='
'
  umask "$__dm_umask"
  trap - HUP INT QUIT ALRM PIPE TERM TSTP TTIN TTOU USR1 USR2
  __dm_exported
  for __dm_line in $__dm_names; do command unset -v "$__dm_line"; done
  IFS=' '
  for __dm_line in $__dm_remembered; do
    eval "__dm_name=\$__dm_env_$__dm_line"
    command export "$__dm_line=$__dm_name"
  done
  eval "__dm_name=\$__dm_start_$1"
  IFS=,
  for __dm_line in $2; do
    IFS=_
    set -- $__dm_line
    if command -v "$1" >/dev/null; then
      exec "$@" -c "$__dm_name" "$1" "$__dm_step" "$__dm_line" \
        >&0 2>&0 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-
    fi
  done
  exit 127
}

# Receives a script that changes this shell. Echo is off before the mark R is printed. The first line
# is the nonce of the mark that the script begins.
__dm_in() {
  __dm_s= __dm_text= __dm_nonce=
  __dm_tty=$(stty -g) && stty -echo || return
  __dm_mark "R;dm=$1"
  IFS= read -r __dm_nonce
  __dm_line=$__dm_nonce
  while [ "$__dm_line" != . ] && IFS= read -r __dm_line; do
    if [ "$__dm_line" != . ]; then __dm_text=$__dm_text$__dm_line; fi
  done
  stty "$__dm_tty"
  # An incomplete step does not run.
  if [ "$__dm_line" != . ] || [ "$__dm_nonce" = . ]; then return 1; fi
  __dm_step=$1
  __dm_text=$(printf '%b.' "$__dm_text")
  __dm_mark "C;dm=$__dm_nonce"
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

# Removes the variables of a step.
__dm_clear() {
  eval "$__dm_undo" 2>/dev/null
  __dm_step=0 __dm_s= __dm_undo= __dm_text= __dm_line= __dm_nonce=
  __dm_prompt
}

# Marks the end of a step. Succeeds, because this shell may exit at a failure.
__dm_fin() {
  __dm_exit=${1-$?}
  if [ "$__dm_step" != 0 ]; then
    __dm_mark "D;$__dm_exit;dm=$__dm_key;step=$__dm_step"
    __dm_clear
  fi
}

# Cleans up after a step that was interrupted before its end (Ctrl-C, a syntax error). PS1 marks the
# end, and its mark L makes daymark type this command.
__dm_forget() {
  __dm_mark "R;dm=$__dm_key"
  __dm_clear
}

# Puts the marks around PS1, which others may have replaced.
__dm_prompt() {
  case $PS1 in
  *"$__dm_key"*) ;;
  *) PS1=$__dm_before$PS1$__dm_after ;;
  esac
}

# Shells that edit their line must know which characters have no width.
__dm_open= __dm_close=
if [ -n "${BASH_VERSION-}" ] || [ "$(command -v help)" = help ]; then
  __dm_open='\[' __dm_close='\]'
fi
__dm_before=$(printf '%s\033]133;D;$?;dm=%s;step=$((__dm_step));n=$((__dm_count=__dm_count+1+0*(__dm_step=0)))\007${__dm_undo:+\033]133;L;dm=%s\007}\033]133;A;dm=%s\007%s' \
  "$__dm_open" "$__dm_key" "$__dm_key" "$__dm_key" "$__dm_close")
__dm_after=$(printf '%s\033]133;B;dm=%s\007%s' "$__dm_open" "$__dm_key" "$__dm_close")
__dm_remember
PS1=${PS1-'$ '}
__dm_prompt
{ __dm_mark "I;sh;;dm=@NONCE@;$__dm_about"; } 2>/dev/null
unset -v __dm_about
