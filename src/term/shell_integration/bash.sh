# Marks around prompts, commands and steps. Forks nothing at a prompt. Every name starts with __dm.
# Works with any options, a changed IFS and redirected descriptors of this shell.
__dm_step=0 __dm_s= __dm_undo=
__dm_first='{ __dm_before; } 2>/dev/null'
__dm_last='{ __dm_after; } 2>/dev/null'
__dm_a="\[\e]133;A;dm=$__dm_key\a\]"
__dm_b="\[\e]133;B;dm=$__dm_key\a\]"
__dm_c="\e]133;C;dm=$__dm_key;t=\${EPOCHREALTIME-}\a"
__dm_start_bash=@START_BASH@
__dm_start_zsh=@START_ZSH@
__dm_start_posix=@START_POSIX@

__dm_mark() {
  builtin printf '\033]133;%s;t=%s\007' "$1" "${EPOCHREALTIME-}" >/dev/tty
}

# Remembers the environment and the umask of this shell for the scripts of steps.
__dm_remember() {
  local IFS=$'\n' __dm_name
  declare -gA __dm_environment=()
  for __dm_name in $(compgen -e); do
    case $__dm_name in
    __dm* | BASH_ENV | ENV | SHELLOPTS | BASHOPTS | POSIXLY_CORRECT) ;;
    *) __dm_environment[$__dm_name]=${!__dm_name} ;;
    esac
  done
  __dm_umask=$(umask)
}

# Runs the script of a step in a child of this shell, and marks its end. $1 is the token of the step,
# $2 the dialect of the script's shell, $3 the commands that start that shell, best first: separated
# by commas, their words by `_`. The options of this shell do not matter.
__dm() {
  {
    local -
    set +aefuvxET
    __dm_step=$1
    (__dm_become "$2" "$3")
    __dm_fin
  } 2>/dev/null
}

# Becomes the shell of a script, with the environment that was remembered, the terminal, and no other
# descriptor. What that shell reads first arrives over the terminal. Standard input is the terminal
# under its own name: as `/dev/tty`, `mesg n` in a login file would change that file for all users.
__dm_become() {
  local IFS=$'\n' __dm_name __dm_start=__dm_start_$1
  umask "$__dm_umask"
  builtin trap - HUP INT QUIT ALRM PIPE TERM TSTP TTIN TTOU CHLD USR1 USR2
  for __dm_name in $(compgen -e; declare -Fx); do
    case $__dm_name in
    'declare '*) builtin export -nf "${__dm_name##* }" ;;
    *) if [[ -z ${__dm_environment[$__dm_name]+set} ]]; then builtin export -n "$__dm_name"; fi ;;
    esac
  done
  for __dm_name in "${!__dm_environment[@]}"; do
    builtin export "$__dm_name=${__dm_environment[$__dm_name]}"
  done 2>/dev/null
  for __dm_name in /proc/self/fd/*; do
    __dm_name=${__dm_name##*/}
    case $__dm_name in [012] | 255 | *[!0-9]*) ;; *) eval "exec $__dm_name>&-" ;; esac
  done 2>/dev/null
  IFS=,
  for __dm_name in $2; do
    IFS=_
    set -- $__dm_name
    if builtin type -P "$1" >/dev/null; then
      builtin exec "$@" -c "${!__dm_start}" "$1" "$__dm_step" "$__dm_name" >&0 2>&0
    fi
  done
  exit 127
}

# Receives a script that changes this shell. `read` turns echo off before it writes its prompt, which
# is the mark R. The first line is the nonce of the mark that the script begins.
__dm_in() {
  { local -; set +aefuvxET; } 2>/dev/null
  local IFS=$'\n' __dm_lines
  __dm_s=
  builtin read -rs -d . -a __dm_lines -p $'\e]133;R;dm='"$1"$'\a' </dev/tty 2>/dev/tty || return
  __dm_step=$1
  IFS=
  builtin printf -v __dm_s %b "${__dm_lines[*]:1}"
  __dm_mark "C;dm=$__dm_lines"
  IFS=$' \t\n'
  __dm_lines=$__dm_s __dm_s=
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

# Marks the end of a step, and removes its variables.
__dm_end() {
  __dm_mark "D;$1;dm=$__dm_key;step=$__dm_step"
  builtin eval "$__dm_undo" 2>/dev/null
  __dm_step=0 __dm_s= __dm_undo=
  __dm_hook
}

# Marks the end of a step. Succeeds, because this shell may exit at a failure.
__dm_fin() {
  local __dm_exit=$?
  if ((__dm_step)); then __dm_end "$__dm_exit"; fi
}

# Runs first at every prompt, because it must see $?. Ends a step that Ctrl-C interrupted.
__dm_before() {
  local __dm_exit=$? -
  set +aefuvxET
  if ((__dm_step)); then
    __dm_end "$__dm_exit"
  else
    __dm_mark "D;$__dm_exit;dm=$__dm_key"
  fi
  return "$__dm_exit"
}

# Runs last at every prompt, because others set PS1 there. Exports nothing of daymark: a child shell
# would print the marks without the functions.
__dm_after() {
  local -
  set +aefuvxET
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
{ __dm_remember; } 2>/dev/null
__dm_hook
{ __dm_mark "I;bash;$BASH_VERSION;dm=@NONCE@;$__dm_about"; } 2>/dev/null
unset -v __dm_about
