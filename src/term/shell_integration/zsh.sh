# Marks around prompts, commands and steps, for zsh. Forks nothing at a prompt. Every name starts
# with __dm. Works with nounset, changed options and redirected descriptors of this shell.
typeset -g +x __dm_key
__dm_step=0 __dm_s= __dm_undo=
__dm_a=$'%{\e]133;A;dm='$__dm_key$'\a%}'
__dm_b=$'%{\e]133;B;dm='$__dm_key$'\a%}'
__dm_start_bash=@START_BASH@
__dm_start_zsh=@START_ZSH@
__dm_start_posix=@START_POSIX@
zmodload zsh/datetime zsh/parameter 2>/dev/null

__dm_mark() {
  local __dm_at=
  if [[ -n ${EPOCHREALTIME-} ]]; then builtin printf -v __dm_at '%.6f' "$EPOCHREALTIME"; fi
  builtin printf '\033]133;%s;t=%s\007' "$1" "$__dm_at" >/dev/tty
}

# Remembers the environment and the umask of this shell for the scripts of steps.
__dm_remember() {
  emulate -L zsh
  local __dm_name
  typeset -gA __dm_environment
  __dm_environment=()
  for __dm_name in ${(k)parameters[(R)*export*]}; do
    case $__dm_name in
    __dm* | BASH_ENV | ENV | SHELLOPTS | BASHOPTS | POSIXLY_CORRECT) ;;
    *) __dm_environment[$__dm_name]=${(P)__dm_name} ;;
    esac
  done
  typeset -g __dm_umask=$(umask)
}

# Runs the script of a step in a child of this shell, and marks its end. $1 is the token of the step,
# $2 the dialect of the script's shell, $3 the commands that start that shell, best first: separated
# by commas, their words by `_`. The options of this shell do not matter.
__dm() {
  {
    emulate -L zsh
    unsetopt xtrace errexit errreturn allexport
    __dm_step=$1
    (__dm_become $2 $3)
    __dm_fin
  } 2>/dev/null
}

# Becomes the shell of a script, with the environment that was remembered, the terminal, and no other
# descriptor. What that shell reads first arrives over the terminal. Standard input is the terminal
# under its own name: as `/dev/tty`, `mesg n` in a login file would change that file for all users.
__dm_become() {
  local __dm_name __dm_words __dm_start=__dm_start_$1
  umask $__dm_umask
  builtin trap -
  for __dm_name in ${(k)parameters[(R)*export*]}; do
    if [[ -z ${__dm_environment[$__dm_name]+set} ]]; then builtin typeset -g +x $__dm_name; fi
  done
  for __dm_name in ${(k)__dm_environment}; do
    if [[ ${parameters[$__dm_name]-} != *readonly* ]]; then
      builtin export "$__dm_name=${__dm_environment[$__dm_name]}"
    fi
  done
  for __dm_name in /proc/self/fd/<3->(N:t); do
    { exec {__dm_name}>&- } always { TRY_BLOCK_ERROR=0 }
  done
  for __dm_name in ${(s:,:)2}; do
    __dm_words=("${(@s:_:)__dm_name}")
    if whence -p $__dm_words[1] >/dev/null; then
      exec $__dm_words -c ${(P)__dm_start} $__dm_words[1] $__dm_step $__dm_name >&0 2>&0
    fi
  done
  exit 127
}

# Receives a script that changes this shell. `read` turns echo off before it writes its prompt, which
# is the mark R. The first line is the nonce of the mark that the script begins.
__dm_in() {
  emulate -L zsh
  local __dm_lines __dm_nonce
  __dm_s=
  IFS= builtin read -rs -d . $'__dm_lines?\e]133;R;dm='$1$'\a' || return
  __dm_step=$1
  __dm_nonce=${__dm_lines%%$'\n'*}
  __dm_lines=${__dm_lines#*$'\n'}
  builtin printf -v __dm_lines %b "${__dm_lines//$'\n'/}"
  __dm_mark "C;dm=$__dm_nonce"
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

# Marks the end of a step, and removes its variables.
__dm_end() {
  __dm_mark "D;$1;dm=$__dm_key;step=$__dm_step"
  builtin eval "$__dm_undo" 2>/dev/null
  __dm_step=0 __dm_s= __dm_undo=
}

# Marks the end of a step. Succeeds, because this shell may exit at a failure.
__dm_fin() {
  local __dm_exit=$?
  if ((__dm_step)); then __dm_end $__dm_exit; fi
}

# Runs first at every prompt. Ends a step that Ctrl-C interrupted.
__dm_before() {
  local __dm_exit=$?
  emulate -L zsh
  unsetopt xtrace allexport
  if ((__dm_step)); then
    __dm_end $__dm_exit
  else
    __dm_mark "D;$__dm_exit;dm=$__dm_key"
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
  __dm_mark "C;dm=$__dm_key"
}

# Puts the hooks of daymark around the hooks of others.
__dm_hook() {
  emulate -L zsh
  precmd_functions=(__dm_before "${(@)precmd_functions:#__dm_*}" __dm_after)
  preexec_functions=("${(@)preexec_functions:#__dm_*}" __dm_preexec)
}

# Keeps lines that begin with a space out of the history.
setopt hist_ignore_space
{
  __dm_remember
  __dm_mark "I;zsh;$ZSH_VERSION;dm=@NONCE@;$__dm_about"
} 2>/dev/null
unset __dm_about
__dm_after
