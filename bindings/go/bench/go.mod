module bench

go 1.24

require (
	github.com/gomodule/oauth1 v0.0.0
	twsign v0.0.0
)

// Debian's golang-github-gomodule-oauth1-dev.
replace github.com/gomodule/oauth1 => /usr/share/gocode/src/github.com/gomodule/oauth1

replace twsign => ..
