"""Writes the strings of the conformance cases into a folder, a file each: what the fuzzer of mini-notation begins with.
Usage: mini_seeds.py CASES.jsonl FOLDER
"""
import json
import sys
from pathlib import Path

folder = Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
for line in Path(sys.argv[1]).read_text().splitlines():
    case = json.loads(line)
    (folder / case["id"]).write_text(case["pattern"])
