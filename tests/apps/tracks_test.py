"""Every program that comes with phonon renders well: no diagnostics, heard, unclipped, finite, and with one hash whatever
the run, the block and the threads; its stems add up. With --long each is rendered for longer and in more ways.
"""
import math
import sys
from array import array

import harness
from harness import ROOT, TRACKS, read_wav, render

PROGRAMS = sorted(TRACKS.glob("*.ph")) + sorted((ROOT / "examples").glob("*.ph"))
LONG = "--long" in sys.argv
LENGTH = ["--cycles", 8] if LONG else ["--duration", 2]
WAYS = [(64, 1), (100, 2), (512, 3), (4096, 5), (512, 16), (1, 1)] if LONG else [(100, 3)]


def every_program_renders_well(folder):
    faults = []
    for program in PROGRAMS:
        report = render(program, folder / "out.wav", *LENGTH, "--format", "wav32f", "--threads", 1)
        samples = array("f", read_wav(folder / "out.wav")["samples"])
        good = (report["diagnostics"] == [] and report["complaints"] == [] and report["faulty_buses"] == []
                and report["clipped"] == 0 and 0.02 < report["peak"] <= 1 and report["loudness"] > -45
                and report["true_peak"] <= 10 ** (-0.9 / 20) and abs(report["dc"]) < 0.01
                and all(map(math.isfinite, samples)) and len(samples) == 2 * report["frames"])
        if not good:
            faults.append((program.name, report))
    assert not faults, faults


def every_program_has_one_hash(folder):
    faults = []
    for program in PROGRAMS:
        hashes = {(512, 1): render(program, folder / "out.wav", *LENGTH, "--threads", 1)["hash"]}
        for block, threads in WAYS:
            hashes[block, threads] = render(program, folder / "out.wav", *LENGTH, "--block", block,
                                            "--threads", threads)["hash"]
        if len(set(hashes.values())) != 1:
            faults.append((program.name, hashes))
    assert not faults, faults


def every_program_is_the_sum_of_its_stems(folder):
    """Those without a chain of their own on the master; a sum of two floats is exact in a double and rounded once."""
    for program in PROGRAMS:
        text = program.read_text()
        if "\nmaster" in text or not LONG and program.name > "04":
            continue
        (folder / "lib").mkdir(exist_ok=True)
        for library in (program.parent / "lib").glob("*.ph"):
            (folder / "lib" / library.name).write_text(library.read_text())
        (folder / program.name).write_text("master: raw\n" + text)
        report = render(program.name, "a.wav", *LENGTH, "--format", "wav32f", "--stems", "stems", cwd=folder)
        total = array("f", bytes(8 * report["frames"]))
        for stem in report["stems"]:
            total = array("f", map(float.__add__, total, array("f", read_wav(folder / stem)["samples"])))
        assert total.tobytes() == read_wav(folder / "a.wav")["samples"], program.name


harness.main([
    every_program_renders_well,
    every_program_has_one_hash,
    every_program_is_the_sum_of_its_stems,
])
