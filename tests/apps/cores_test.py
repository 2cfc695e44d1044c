"""Many threads on few cores: one hash whatever stops them, a trace that shows the pipeline, silence that costs nothing.
With
--long, a thousand renders of the two heaviest tracks.
"""
import json
import random
import resource
import signal
import subprocess
import sys
import time

import harness
from harness import TRACKS, phonon, render

LONG = "--long" in sys.argv
RUNS = [(name, threads) for name in ("06_sixteen_buses.ph", "09_stress_extreme.ph") for threads in (16, 32)]


def hash_at(program, folder, threads, *options):
    return render(program, folder / "out.wav", "--threads", threads, *options)["hash"]


def a_render_that_is_stopped_again_and_again(folder):
    """The whole process stands still for 50 ms at random moments: all its threads, wherever they are. (Single ones are
    held up by the pauses of tests/graph and tests/engine: a signal cannot stop one thread alone.)"""
    dice = random.Random(6)
    for name, threads in RUNS if LONG else RUNS[:1]:
        length = ["--cycles", 16 if LONG else 1]
        expected = hash_at(TRACKS / name, folder, 1, *length)
        run = subprocess.Popen([harness.PHONON, "render", TRACKS / name, folder / "stopped.wav", "--json",
                                "--threads", str(threads), *map(str, length)], stdout=subprocess.PIPE)
        stops = 0
        while run.poll() is None and stops < (200 if LONG else 20):
            time.sleep(dice.uniform(0.001, 0.03))
            run.send_signal(signal.SIGSTOP)
            time.sleep(0.05)
            run.send_signal(signal.SIGCONT)
            stops += 1
        out = run.communicate(timeout=300)[0]
        assert run.returncode == 0 and stops > 0, (name, threads, run.returncode)
        assert json.loads(out)["hash"] == expected, (name, threads, stops)


def the_trace_of_one_chain_shows_a_pipeline(folder):
    """Different effects of track 07's one chain at work on different quanta at the same time."""
    phonon("render", TRACKS / "07_serial16.ph", folder / "out.wav", "--cycles", 4, "--threads", 2,
           env={"PHONON_TRACE": str(folder / "trace.json")})
    spans = sorted((e["ts"], e["ts"] + e["dur"], e["tid"], e["args"]["quantum"], e["name"])
                   for e in json.loads((folder / "trace.json").read_text())["traceEvents"])
    pairs = set()
    for a, b in zip(spans, spans[1:]):
        both_effects = all(name.startswith(("~a", "~b", "~c", "out")) for name in (a[4], b[4]))
        if b[0] < a[1] and a[2] != b[2] and a[3] != b[3] and a[4] != b[4] and both_effects:
            pairs.add((a[4], b[4]))
    assert pairs, f"{len(spans)} tasks, and no two of the chain side by side"


def tracing_changes_no_bit(folder):
    tiny = {"saw.ph": "d1 $ saw 110 * 0.2\n", "silent.ph": "d1 $ s \"~\"\n",
            "loop.ph": "~a $ (saw 110 * 0.1 + ~a * 0.5) # lpf 900 1\nd1 $ ~a\n",
            "delay.ph": "~a $ saw 110 * 0.1 + (~a # delay 0.1 0.3 0.5) * 0.4\nd1 $ ~a # limiter -6 0.1\n"}
    for name, text in tiny.items():
        (folder / name).write_text(text)
        hashes = {hash_at(folder / name, folder, threads, "--block", block)
                  for threads in (1, 2, 5, 16, 32) for block in (64, 4096)}
        for threads in (1, 2):
            traced = phonon("render", folder / name, folder / "out.wav", "--json", "--threads", threads,
                            env={"PHONON_TRACE": str(folder / "trace.json")})
            hashes.add(json.loads(traced[0])["hash"])
        assert len(hashes) == 1, (name, hashes)


def cpu_seconds(*arguments):
    """User and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    phonon(*arguments)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def silence_costs_no_more_on_many_threads(folder):
    (folder / "silent.ph").write_text("d1 $ s \"~\"\n")

    def best(threads):
        return min(cpu_seconds("render", folder / "silent.ph", folder / "out.wav", "--duration", 120,
                               "--threads", threads) for _ in range(7))
    one, many = best(1), best(16)
    assert many <= 1.1 * one + 0.01, (one, many)


def a_thousand_renders_have_one_hash(folder):
    for name in ("06_sixteen_buses.ph", "09_stress_extreme.ph"):
        expected = hash_at(TRACKS / name, folder, 1, "--cycles", 0.5)
        for number in range(1000):
            assert hash_at(TRACKS / name, folder, 16, "--cycles", 0.5) == expected, (name, number)


harness.main([
    a_render_that_is_stopped_again_and_again,
    the_trace_of_one_chain_shows_a_pipeline,
    tracing_changes_no_bit,
] + ([silence_costs_no_more_on_many_threads, a_thousand_renders_have_one_hash] if LONG else []))
