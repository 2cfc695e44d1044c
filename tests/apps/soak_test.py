"""A set that goes on for minutes, with an edit a second and a hand on the mutes: nothing is missed, nothing piles up.

    soak_test.py PHONON [--seconds S] [--load L | --notes N] [--misses M]

The program is made as heavy as makes the machine's load L, or has N notes at once in each stem; then it is edited by
saving its file. A deadline that was missed while the machine itself stood still (stalls.py) is told apart: no program
could have kept it. Of the others M are let pass; without --misses they are told, not judged, for where real time is not
allowed or little of the machine is left they depend on what else it does."""
import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from stalls import Stalls

EFFECTS = ("lpf {} 1.5", "hpf {}", "delay 0.{} 0.4 0.3", "reverb 0.{} 0.5 0.2", "chorus 0.{} 0.5 0.3", "distortion 0.{} 0.3")


class Set:
    """A program that is edited at random, as people do: a number, an effect more or less, another order, another name."""

    def __init__(self, stems, notes, seed):
        """`notes` sound at once in each stem."""
        self.random = random.Random(seed)
        self.notes = notes
        self.stems = [self.stem(i) for i in range(stems)]
        self.cps = 0.6

    def effect(self):
        return self.random.choice(EFFECTS).format(self.random.randint(200, 900))

    def stem(self, i):
        chord = lambda: "[" + ",".join(str(self.random.randint(0, 36)) for _ in range(self.notes)) + "]"
        notes = " ".join(chord() for _ in range(4))
        return {"name": f"~bus{i}", "source": f'n "{notes}" # s "supersaw" # gain 0.2', "effects": [self.effect() for _ in range(3)]}

    def edit(self):
        stem = self.random.choice(self.stems)
        what = self.random.randrange(6)
        # Two to four effects a stem, so that the load stays about what it was made to be.
        if what == 0:
            stem["source"] = self.stem(0)["source"]
        elif what == 1 and len(stem["effects"]) < 4:
            stem["effects"].insert(self.random.randint(0, len(stem["effects"])), self.effect())
        elif what == 2 and len(stem["effects"]) > 2:
            stem["effects"].pop(self.random.randrange(len(stem["effects"])))
        elif what == 3:
            self.random.shuffle(stem["effects"])
        elif what == 4:
            stem["name"] = f"~bus{self.random.randint(100, 999)}x{self.stems.index(stem)}"
        else:
            self.cps = self.random.choice((0.5, 0.6, 0.7))

    def text(self):
        lines = [f"cps: {self.cps}"]
        for i, stem in enumerate(self.stems):
            lines.append(f"{stem['name']} $ " + " # ".join([stem["source"], *stem["effects"]]))
            lines.append(f"d{i + 1} $ {stem['name']}")
        return "\n".join(lines) + "\n"


class Session:
    def __init__(self, phonon, folder):
        self.process = subprocess.Popen([phonon, "live", "set.ph", "--device", "null", "--json"], cwd=folder, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self.statuses, self.messages, self.missed = [], [], []  # missed: when told, how many so far
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            message = json.loads(line)
            (self.statuses if "status" in message else self.messages).append(message)
            if told := re.search(r"missed a deadline \((\d+) so far", str(message.get("news", ""))):
                self.missed.append((time.monotonic(), int(told[1])))

    def type(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def status(self):
        """The next one."""
        have = len(self.statuses)
        end = time.monotonic() + 10
        while len(self.statuses) == have:
            assert self.process.poll() is None, f"the session ended: {self.process.returncode}"
            assert time.monotonic() < end, "no sign of life for ten seconds"
            time.sleep(0.02)
        return self.statuses[-1]["status"]

    def missed_for_no_reason(self, stalls, stall):
        """Deadlines missed while the machine did not stand still for so long."""
        count, before = 0, 0
        for at, so_far in self.missed:
            if not stalls.within(at - TOLD_WITHIN, at, stall):
                count += so_far - before
            before = so_far
        return count

    def memory(self):
        """Resident bytes."""
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * 4096


STEMS = 8
AHEAD = 0.015  # seconds that the music is made ahead of the sound
TOLD_WITHIN = 0.3  # seconds from a missed deadline to its message


def median(numbers):
    return sorted(numbers)[len(numbers) // 2]


def heavy_enough(phonon, folder, load):
    """How many notes at once make that load."""
    notes = 2
    for _ in range(6):
        (folder / "set.ph").write_text(Set(STEMS, notes, 1).text())
        session = Session(phonon, folder)
        loads = [session.status()["load"] for _ in range(11)][3:]  # at first everything is made ready
        session.type("quit")
        session.process.wait(20)
        measured = median(loads)
        if load * 0.85 < measured < load * 1.15:
            break
        notes = max(1, min(120, round(notes * load / max(measured, 0.01))))
    return notes


def main():
    options = argparse.ArgumentParser()
    options.add_argument("phonon")
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--load", type=float, default=0.6)
    options.add_argument("--notes", type=int)
    options.add_argument("--misses", type=int, help="how many are let pass")
    asked = options.parse_args()
    phonon = str(Path(asked.phonon).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        notes = asked.notes or heavy_enough(phonon, folder, asked.load)
        music = Set(STEMS, notes, 1)
        (folder / "set.ph").write_text(music.text())
        session, stalls = Session(phonon, folder), Stalls()
        session.status()
        begin, saved, loads, memory = time.monotonic(), 0, [], []
        hand = random.Random(2)
        while time.monotonic() - begin < asked.seconds:
            before = music.text()
            while music.text() == before:
                music.edit()
            (folder / "set.ph").write_text(music.text())
            saved += 1
            if hand.random() < 0.3:
                stem = f"d{hand.randint(1, STEMS)}"
                session.type(hand.choice((f"hush {stem}", "unhush", f"solo {stem}", "unsolo", f"mute {stem}", "unmute")))
            status = session.status()
            loads.append(status["load"])
            memory.append(session.memory())
        session.type("quit")
        assert session.process.wait(20) == 0
        stalls.close()
        taken = sum("plays" in str(m.get("evaluated", "")) for m in session.messages)
        refused = [m for m in session.messages if "diagnostics" in m]
        # Programs come and go, and the allocator keeps pages: the middle of two thirds is compared, not two moments.
        third = len(memory) // 3
        grown = (median(memory[-third:]) - median(memory[third:-third])) / 2**20
        # What of the time ahead is not needed for making the sound is there to bridge a stall.
        stall = AHEAD * (1 - min(median(loads), 0.9)) / 2
        longest = max((b - a for a, b in stalls.seen), default=0)
        unexplained = session.missed_for_no_reason(stalls, stall) if stalls.certain else status["misses"]
        print(f"{status['seconds']:.0f} s of {STEMS} stems with {notes} notes at once, {saved} edits, load {median(loads):.2f} (largest {max(loads):.2f}), "
              f"{status['misses']} missed, {unexplained} of them while the machine did not stand still for {1000 * stall:.0f} ms (longest "
              f"{1000 * longest:.0f} ms), {status['shed']} voices shed, memory {memory[-1] / 2**20:.0f} MiB ({grown:+.1f})")
        faults = []
        if refused:
            faults.append(f"a program was refused: {refused[0]}")
        if taken < 0.9 * saved:
            faults.append(f"only {taken} of {saved} edits were taken over")
        if asked.misses is not None and unexplained > asked.misses:
            faults.append(f"{unexplained} deadlines missed")
        if grown > 16:
            faults.append(f"memory grew by {grown:.0f} MiB: {[m >> 20 for m in memory]}")
        for fault in faults:
            print(fault)
        print(f"{4 - len(faults)} passed, {len(faults)} failed")
        return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
