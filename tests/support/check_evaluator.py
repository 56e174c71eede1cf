"""Check any engine with the cases of `ess-advisor cas exporter`: ``python check_evaluator.py cas.json COMMAND…``.

The command reads one JSON object a line (id, day, requested, facts) and writes one a line: the id, and what it
concludes, as ``expected`` does in the file. Standard library only; exit code 1 when a conclusion differs.
"""

import json
import subprocess
import sys
from pathlib import Path


def main(path, *command):
    """Print each difference, then the count."""
    cases = json.loads(Path(path).read_text(encoding="utf-8"))["cases"]
    asked = "".join(
        json.dumps({key: case[key] for key in ("id", "day", "requested", "facts")}) + "\n" for case in cases
    )
    done = subprocess.run(command, input=asked.encode(), stdout=subprocess.PIPE, check=True)
    found = {one.pop("id"): one for one in map(json.loads, done.stdout.decode().splitlines())}
    wrong = 0
    for case in cases:
        differences = list(differing(case["expected"], found.get(case["id"])))
        wrong += bool(differences)
        for where, expected, got in differences:
            print(f"{case['id']} {where}: {json.dumps(expected)} expected, {json.dumps(got)} found")
    print(f"{wrong} of {len(cases)} cases differ")
    return 1 if wrong else 0


def differing(expected, got, where=""):
    """Yield the place of each difference, what is expected there and what was found."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in {**expected, **got}:
            yield from differing(expected.get(key), got.get(key), f"{where}.{key}".lstrip("."))
    elif expected != got:
        yield where, expected, got


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
