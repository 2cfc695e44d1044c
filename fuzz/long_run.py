"""Builds the preset `fuzz` and lets every fuzzer search on several cores, for a while each. Run in the repository's root.
Usage: long_run.py [--minutes N] NAME...; without clang it says so and ends with status 77.
"""
import os
import shutil
import subprocess
import sys
from pathlib import Path

PROGRAMS = ["tests/data/tracks", "tests/data/tracks/bad", "examples", "tests/lang/cases"]
SEEDS = {"mini": ["build/fuzz/fuzz/mini_seeds"]}


def main():
    names = sys.argv[1:]
    minutes = 2.0
    if names[:1] == ["--minutes"]:
        minutes = float(names[1])
        names = names[2:]
    if shutil.which("clang++-16") is None:
        print("skipped: clang++-16 is not installed (apt-get install clang-16)")
        return 77
    subprocess.run(["cmake", "--preset", "fuzz"], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["cmake", "--build", "--preset", "fuzz"], check=True, stdout=subprocess.DEVNULL)
    for name in names:
        corpus = Path(f"build/fuzz/corpus_{name}")
        corpus.mkdir(parents=True, exist_ok=True)
        own = Path(f"fuzz/{name}.dict")
        subprocess.run([f"build/fuzz/fuzz/fuzz_{name}", f"-dict={own if own.exists() else 'fuzz/program.dict'}",
                        f"-max_total_time={int(60 * minutes)}", "-timeout=10", "-rss_limit_mb=2048", "-max_len=4096",
                        f"-artifact_prefix=build/fuzz/{name}-", "-print_final_stats=1", "-verbosity=0",
                        str(corpus), *SEEDS.get(name, PROGRAMS)], check=True, env={**os.environ, "ASAN_OPTIONS": "detect_leaks=1"})
    return 0


sys.exit(main())
