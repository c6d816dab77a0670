# The first file that zsh reads, once. It removes itself, reads the user's own file, and waits for
# the first prompt, because the files read until then may replace every hook.
command rm -rf -- "$ZDOTDIR"
if [[ -n $__dm_zdotdir ]]; then ZDOTDIR=$__dm_zdotdir; else unset ZDOTDIR; fi
unset __dm_zdotdir
zsh-newuser-install() { : }
if [[ -r ${ZDOTDIR:-$HOME}/.zshenv ]]; then . "${ZDOTDIR:-$HOME}/.zshenv"; fi
__dm_first_prompt() {
  unfunction __dm_first_prompt zsh-newuser-install
  precmd_functions=("${(@)precmd_functions:#__dm_first_prompt}")
@HOOKS@
}
precmd_functions+=(__dm_first_prompt)
