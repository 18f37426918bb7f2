package twsign_test

import "sync"

// inGoroutines calls a function so many times at once, with 0, 1, ..., and waits for all.
func inGoroutines(count int, call func(i int)) {
	var running sync.WaitGroup
	running.Add(count)
	for i := range count {
		go func() {
			defer running.Done()
			call(i)
		}()
	}
	running.Wait()
}
