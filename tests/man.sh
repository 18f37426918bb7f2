#!/bin/sh
# Each exported function has its man page, and man and groff read all of them
# without a warning: man.sh FOLDER
set -eu
folder=$1
cd "$(dirname "$0")/.."
for name in $(cat tests/abi/symbols.txt); do
    [ -f "$folder/man3/$name.3" ] || { echo "man: $name has no page"; exit 1; }
done
for page in "$folder"/man3/tw_*.3 "$folder/man7/twsign.7"; do
    warnings=$({ MANWIDTH=80 man --warnings -l "$page" >/dev/null && groff -ww -man -Tutf8 -z "$page"; } 2>&1)
    [ -z "$warnings" ] || { echo "man: $page: $warnings"; exit 1; }
done
MANPATH=$folder man 3 tw_sign_request 2>/dev/null | grep -q 'tw_status tw_sign_request(const tw_credentials' ||
    { echo "man: tw_sign_request(3) has no synopsis"; exit 1; }
echo "man: $(find "$folder" -name 't*.[37]' | wc -l) pages without a warning"
