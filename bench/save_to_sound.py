"""From saving a file to hearing it, through the real file watcher: median, p99 and the largest, for several blocks.

    bench/save_to_sound.py build/release/phonon [--saves 100] [--program FILE.ph]

Counted from the time that the file system gives the file until the device is given the first frame of the edit."""
import argparse
import json
import random
import re
import subprocess
import tempfile
import time
from pathlib import Path

DEFAULT = """cps: 0.5
d1 $ s "bd*4 [~ sn]" # room 0.3
d2 $ saw "55 82.5" # lpf {} 2 # delay 0.3 0.4 0.3 # reverb 0.6 0.5 0.2
d3 $ n "0 3 7 <10 12>" # scale "c4:minor" # s "supersaw" # gain 0.5
"""


def measure(phonon, block, ahead, saves, program):
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / "set.ph"
        file.write_text(program.replace("{}", "500"))
        live = subprocess.Popen([phonon, "live", "set.ph", "--json", "--device", "null", "--block", str(block), "--ahead", str(ahead)],
                                cwd=name, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

        def message(kind):
            for line in live.stdout:
                seen = json.loads(line)
                if kind in seen:
                    return str(seen[kind])
            raise SystemExit("the session ended")

        said = message("device")
        message("status")
        times = []
        for i in range(saves):
            time.sleep(random.Random(i).uniform(0.05, 0.25))
            file.write_text(program.replace("{}", str(600 + i)))
            heard = re.search(r"heard ([0-9.]+) ms", message("evaluated"))
            if heard:
                times.append(float(heard[1]))
        live.stdin.write("quit\n")
        live.stdin.flush()
        misses = [json.loads(line)["status"]["misses"] for line in live.stdout if '"status"' in line]
        live.wait()
        times.sort()
        return said, times, misses[-1] if misses else 0


def main():
    options = argparse.ArgumentParser()
    options.add_argument("phonon")
    options.add_argument("--saves", type=int, default=100)
    options.add_argument("--program", type=Path)
    asked = options.parse_args()
    program = asked.program.read_text() + "\nd16 $ sine {} * 0.1\n" if asked.program else DEFAULT
    print("| block | ahead | median ms | p99 ms | largest ms | missed |\n|---|---|---|---|---|---|")
    for block, ahead in ((128, 15), (128, 0), (512, 15), (512, 0)):
        said, times, misses = measure(str(Path(asked.phonon).resolve()), block, ahead, asked.saves, program)
        made_ahead = re.search(r"(\d+) ms ahead", said)
        p99 = times[min(len(times) - 1, int(len(times) * 0.99))]
        print(f"| {block} | {made_ahead[1] + ' ms' if made_ahead else 'in the callback'} | {times[len(times) // 2]:.1f} "
              f"| {p99:.1f} | {times[-1]:.1f} | {misses} |", flush=True)


if __name__ == "__main__":
    main()
