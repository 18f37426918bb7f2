module go_mistakes

go 1.24

require twsign v0.0.0

replace twsign => ../../../bindings/go
