# The first file that zsh reads, once: takes itself away, reads the user's own, and waits for the
# first prompt, for what comes until then may set every hook anew.
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
