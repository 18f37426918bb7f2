#!/bin/sh
# Which calls of the system the library makes while each of its functions is
# called: for memory, for randomness and for the time.
#   tests/hosts/syscalls.sh target/tests/quiet
set -eu
log=target/hosts/syscalls.txt
mkdir -p target/hosts
strace -f -o "$log" "$1" >/dev/null
grep -q '"calls begin"' "$log" && grep -q '"calls end"' "$log" || {
    echo "syscalls: the calls are not marked in $log"
    exit 1
}
# Since 2.41 glibc's getrandom blocks all signals while it maps its state, once a thread.
made=$(sed -n '/"calls begin"/,/"calls end"/p' "$log" | grep -v '"calls ' |
    sed '/rt_sigprocmask(SIG_BLOCK, ~\[\]/,/rt_sigprocmask(SIG_SETMASK, \[\]/ { /rt_sigprocmask/d }' |
    sed 's/^[0-9]* *\([a-z0-9_]*\)(.*/\1/' | sort | uniq -c)
echo "syscalls:" $made
if echo "$made" | awk '{print $2}' |
    grep -vxE 'brk|mmap|munmap|mremap|mprotect|madvise|getrandom|clock_gettime|gettimeofday|'; then
    echo "syscalls: none but for memory, randomness and time is promised; see $log"
    exit 1
fi
