package twsign_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Each program of the README is built as a user would, in a module of its own, and is short.
func TestTheProgramsOfTheREADMECanBeBuilt(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	programs := regexp.MustCompile("(?s)```go\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	if len(programs) != 3 {
		t.Fatalf("%d programs", len(programs))
	}
	for _, program := range programs {
		if lines := strings.Count(program[1], "\n"); lines >= 40 {
			t.Errorf("%d lines", lines)
		}
		folder := t.TempDir()
		write(t, filepath.Join(folder, "main.go"), program[1])
		write(t, filepath.Join(folder, "go.mod"), "module program\n\ngo 1.24\n")
		here, err := filepath.Abs(".")
		if err != nil {
			t.Fatal(err)
		}
		runGo(t, folder, "mod", "edit", "-require", "twsign@v0.0.0", "-replace", "twsign="+here)
		runGo(t, folder, "vet", ".")
		runGo(t, folder, "build", "-o", "program", ".")
	}
}

func write(t *testing.T, name, content string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func runGo(t *testing.T, folder string, arguments ...string) {
	t.Helper()
	command := exec.Command("go", arguments...)
	command.Dir = folder
	if output, err := command.CombinedOutput(); err != nil {
		t.Errorf("go %v: %v\n%s", arguments, err, output)
	}
}
