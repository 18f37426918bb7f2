"""Joins what the programs of `make bench` measured into one table.

    table.py TIMES INSTRUCTIONS LIBOAUTH

TIMES: name, F1, nanoseconds. INSTRUCTIONS: name, count. LIBOAUTH: name, nanoseconds,
ratio to tw_signer_sign_into in the same process.
"""

import sys
from datetime import date
from pathlib import Path

TWO_THREADS = ", 2 threads"


def fields(path):
    return [line.split("\t") for line in Path(path).read_text().splitlines()]


def processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    flags = next((line.split() for line in lines if line.startswith("flags")), [])
    return f"{names[0] if names else 'unknown'}, {len(names)} cores, {'with' if 'sha_ni' in flags else 'without'} SHA-NI"


def remark(name, times):
    """How a line with two threads stands beside the same with one."""
    one = times.get(name.removesuffix(TWO_THREADS))
    if not name.endswith(TWO_THREADS) or one is None:
        return ""
    floor, nanoseconds = times[name]
    return f"  {one[1] / nanoseconds:.2f} times one thread (F1: {one[0] / floor:.2f})"


def row(name, floor, nanoseconds, instructions, remark):
    ratio = nanoseconds / floor
    print(f"{name:<34}{floor:>11.0f}{nanoseconds:>11.0f}{ratio:>7.2f}{instructions.get(name, ''):>14}{remark}")


def print_table(times, instructions, liboauth):
    print(f"{processor()}; {date.today()}")
    print("ns: least of many turns, for one signature; F1: the hash alone, in the same turns")
    print(f"{'':<34}{'F1 ns':>11}{'ns':>11}{'ratio':>7}{'instructions':>14}")
    for name, (floor, nanoseconds) in times.items():
        load, _, way = name.partition(" ")
        if way == "tw_signer_sign_into" and f"{load} F1" in instructions:
            row(f"{load} F1", floor, floor, instructions, "")
        row(name, floor, nanoseconds, instructions, remark(name, times))
        if way == "tw_sign_request":
            # Measured in another process, beside a way that both measure.
            beside = f"{load} liboauth"
            _, ours = times[f"{load} tw_signer_sign_into"]
            row(beside, floor, liboauth[beside] * ours, instructions, "")


def main(times, instructions, liboauth):
    print_table(
        {name: (float(floor), float(nanoseconds)) for name, floor, nanoseconds, _ in fields(times)},
        {name: f"{int(count):,}" for name, count in fields(instructions)},
        {name: float(ratio) for name, _, ratio in fields(liboauth)},
    )


main(*sys.argv[1:])
