"""When a machine itself stood still: one witness to each processor, of the highest priority that may be had, who sleeps for a
millisecond at a time and tells when it woke late. What is late there cannot have been on time elsewhere.

    stalls.py CPU   (one witness; prints the start and end of each stall, in seconds of the steady clock)"""
import os
import subprocess
import sys
import threading
import time

LATE = 0.003  # seconds


def watch(cpu):
    os.sched_setaffinity(0, {cpu})
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(os.sched_get_priority_max(os.SCHED_FIFO)))
    except PermissionError:
        pass  # then a stall may be no more than the work of others: see Stalls.certain
    before = time.monotonic()
    while True:
        time.sleep(0.001)
        now = time.monotonic()
        if now - before > LATE:
            print(before, now, flush=True)
        before = now


class Stalls:
    def __init__(self):
        self.seen = []
        self.witnesses = [subprocess.Popen([sys.executable, __file__, str(cpu)], stdout=subprocess.PIPE, text=True)
                          for cpu in sorted(os.sched_getaffinity(0))]
        for w in self.witnesses:
            threading.Thread(target=self.read, args=(w,), daemon=True).start()
        time.sleep(0.2)
        # Whether work of a lower priority cannot be what was seen.
        self.certain = all(os.sched_getscheduler(w.pid) == os.SCHED_FIFO for w in self.witnesses)

    def read(self, witness):
        for line in witness.stdout:
            self.seen.append(tuple(map(float, line.split())))

    def within(self, begin, end, length):
        """Whether one of `length` seconds or more touched that time."""
        return any(a < end and b > begin and b - a >= length for a, b in list(self.seen))

    def close(self):
        for w in self.witnesses:
            w.kill()
            w.wait()


if __name__ == "__main__":
    watch(int(sys.argv[1]))
