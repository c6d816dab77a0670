if command -v zsh >/dev/null 2>&1 && __dm=$(mktemp -d); then
  cat >"$__dm/.zshenv" <<'DAYMARK'
@LOGIN@
DAYMARK
  export __dm_zdotdir="${ZDOTDIR-}" ZDOTDIR="$__dm"
  exec zsh -l -i
fi
