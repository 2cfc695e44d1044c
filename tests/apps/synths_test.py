"""The built-in instruments, by measurement: each is heard at its level and pitch, begins and ends without a click, dies
away, and sounds unlike the others. And what voices promise: as many as there are onsets.
"""
import json
import math
import re

import harness
from harness import ROOT, TRACKS, floats_of, phonon, read_wav, render

RATE = 48000
PRELUDE = (ROOT / "src/lang/prelude/synths.ph").read_text()
SYNTHS = sorted(set(re.findall(r"^~(\w+)", PRELUDE, re.MULTILINE)))
# Drums sound deeper than their note, or have none, and a siren goes up and down.
DRUMS = {"super808", "superkick", "supersnare", "superhat", "superclap", "soskick", "sossnare", "soshats", "sostoms"}
NOISES = DRUMS | {"supernoise", "supersiren", "superstatic"}


def play(folder, synth, note, seconds=6):
    (folder / "a.ph").write_text(f'cps: 1/{2 * seconds}\nmaster: raw\nout $ note "{note} ~" # s "{synth}" # sustain 1\n')
    report = render("a.ph", "a.wav", "--duration", seconds, "--format", "wav32f", cwd=folder)
    assert report["diagnostics"] == [] and report["complaints"] == [], report
    return floats_of(read_wav(folder / "a.wav"))[::2]


def period(samples, longest=1200):
    """Of the strongest repetition, in frames, to a fraction of one."""
    size = 2400
    total = sum(x * x for x in samples[:size])

    def likeness(lag):
        a, b = samples[:size], samples[lag:lag + size]
        return sum(x * y for x, y in zip(a, b)) / math.sqrt(total * sum(y * y for y in b) + 1e-20)

    all_of_them = [likeness(lag) for lag in range(longest + 2)]
    best = max(all_of_them[40:longest])
    lag = next(i for i in range(40, longest) if all_of_them[i] > best - 0.03 and
               all_of_them[i] >= max(all_of_them[i - 1], all_of_them[i + 1]))
    left, middle, right = all_of_them[lag - 1:lag + 2]
    return lag + 0.5 * (left - right) / (left - 2 * middle + right)


def every_synth_is_heard_and_dies_away(folder):
    faults, loud = [], {}
    for synth in SYNTHS:
        heard = play(folder, synth, 0)
        peak = max(map(abs, heard))
        loud[synth] = 10 * math.log10(sum(x * x for x in heard[:RATE // 2]) / (RATE // 2) + 1e-20)
        jumps = max(abs(b - a) for a, b in zip(heard[RATE * 11 // 10:], heard[RATE * 11 // 10 + 1:]))
        dc = sum(heard) / len(heard)
        last = max((i for i, x in enumerate(heard) if abs(x) > peak * 1e-3), default=0) / RATE
        good = (0.1 < peak < 1.5 and abs(heard[0]) < 0.25 * peak and jumps < 0.35 * peak and abs(dc) < 0.01 and last < 5.9
                and max(map(abs, heard[-4800:])) < 1e-4)
        if not good:
            faults.append((synth, peak, heard[0], jumps, dc, last))
    assert not faults, faults
    tonal = sorted(loud[s] for s in SYNTHS if s not in DRUMS)
    middle = tonal[len(tonal) // 2]
    assert all(abs(loud[s] - middle) < 12 for s in SYNTHS if s not in DRUMS), loud


def tonal_synths_have_the_pitch_of_their_note(folder):
    faults = []
    for synth in SYNTHS:
        if synth in NOISES:
            continue
        for note, hertz in ((0, 261.626), (9, 440.0)):
            found = RATE / period(play(folder, synth, note, 1)[4800:])
            # Partials below the note (an organ's, a bell's) make the whole repeat at a part of its frequency.
            if min(abs(found * k / hertz - 1) for k in (1, 2, 4)) > 0.02:
                faults.append((synth, note, found))
    assert not faults, faults


def synths_differ(folder):
    hashes = {}
    for synth in SYNTHS:
        (folder / "a.ph").write_text(f'cps: 1\nout $ note "0" # s "{synth}"\n')
        hashes[synth] = render("a.ph", "a.wav", "--duration", 0.3, cwd=folder)["hash"]
    assert len(set(hashes.values())) == len(SYNTHS), hashes


def as_many_voices_as_onsets(folder):
    for name in ("01_house.ph", "05_breaks.ph", "08_voices.ph", "14_multitrack.ph"):
        told = json.loads(phonon("events", TRACKS / name, "--cycles", "0:2", "--json")[0])
        onsets = sum(e["whole"] is not None and e["whole"][0] == e["part"][0] and e["value"].get("s") not in (None, "~")
                     for source in told["sources"] for e in source["events"] if isinstance(e["value"], dict))
        report = render(TRACKS / name, folder / "a.wav", "--cycles", 2)
        assert report["voices"]["started"] == onsets, (name, report["voices"], onsets)


def steals_are_counted_alike_at_every_block_size(folder):
    track = TRACKS / "09_stress_extreme.ph"
    counts = [render(track, folder / "a.wav", "--duration", 1, "--block", block, "--threads", threads)["voices"]
              for block, threads in ((64, 1), (480, 2), (4096, 1))]
    assert counts[0]["started"] > 0 and counts[1:] == counts[:-1], counts


harness.main([
    every_synth_is_heard_and_dies_away,
    tonal_synths_have_the_pitch_of_their_note,
    synths_differ,
    as_many_voices_as_onsets,
    steals_are_counted_alike_at_every_block_size,
])
