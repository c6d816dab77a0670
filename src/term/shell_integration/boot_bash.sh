if command -v bash >/dev/null 2>&1; then
  exec bash --rcfile /dev/fd/9 9<<'DAYMARK'
@LOGIN@
DAYMARK
fi
