module twsign

go 1.24
