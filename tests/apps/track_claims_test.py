"""What tracks 02, 05, 08, 09, 10 and 14 say of themselves in their comments, checked against what is heard."""
import json
import math

import harness
from harness import TRACKS, floats_of, phonon, read_wav, render

RATE = 48000


def play(folder, text, seconds):
    """Left, right and the report of a program without the output stage."""
    (folder / "a.ph").write_text("master: raw\n" + text)
    report = render("a.ph", "a.wav", "--duration", seconds, "--format", "wav32f", cwd=folder)
    assert report["diagnostics"] == [] and report["complaints"] == [], report
    samples = floats_of(read_wav(folder / "a.wav"))
    return samples[::2], samples[1::2], report


def without(track, *heads):
    """A track's text, its definitions that begin with these words left out."""
    return "".join(line + "\n" for line in (TRACKS / track).read_text().splitlines() if not line.startswith(heads))


def events_of(track, cycles):
    told = json.loads(phonon("events", TRACKS / track, "--cycles", f"0:{cycles}", "--json")[0])
    assert not told.get("diagnostics")
    return {s["name"]: [e for e in s["events"] if e["whole"] and e["whole"][0] == e["part"][0]] for s in told["sources"]}


def number(fraction):
    above, below = fraction.split("/")
    return int(above) / int(below)


def near(a, b, most):
    return len(a) == len(b) and max(abs(x - y) for x, y in zip(a, b)) <= most


def strength(samples, hertz):
    """Level of a sine of that frequency in the samples, under a Hann window."""
    n = len(samples)
    re = im = 0.0
    for i, x in enumerate(samples):
        w = x * (0.5 - 0.5 * math.cos(2 * math.pi * i / n))
        re += w * math.cos(2 * math.pi * hertz * i / RATE)
        im += w * math.sin(2 * math.pi * hertz * i / RATE)
    return 4 * math.hypot(re, im) / n


def melody_plays_its_scale_and_chords(folder):
    """Each note of the lead has its pitch from its onset on, and a chord is the sum of its notes."""
    events = events_of("02_melody.ph", 2)
    lead, _, report = play(folder, without("02_melody.ph", "~chords", "~pad", "out") + "out $ ~lead\n", 4)
    assert report["voices"]["started"] == len(events["~lead"])
    pitches = [round(e["value"]["note"]) for e in events["~lead"]]
    assert pitches[:5] == [15, 12, 7, 3, 0] and set(pitches) <= {0, 3, 7, 12, 15, 19}, pitches  # reversed at first
    for e in events["~lead"]:
        at = round(number(e["whole"][0]) * 2 * RATE)
        heard = lead[at + 300:at + 300 + 4800]
        wanted = 261.6255653 * 2 ** (e["value"]["note"] / 12)
        around = [strength(heard, wanted * 2 ** (semitone / 12)) for semitone in (-2, -1, 0, 1, 2)]
        assert around.index(max(around)) == 2, (e, around)
    chords = without("02_melody.ph", "~chords", "~lead", "~pluck", "out")
    notes = [e["value"]["note"] for e in events["~chords"] if e["whole"][0] == "0/1"]
    assert len(notes) == 4, notes

    def chord(which):
        tail = 's "~pad" # legato 0.95 # gain 0.4 # pan 0\n'
        return play(folder, f'{chords}out $ note "[{",".join(map(str, which))}]" # {tail}', 1)[0]

    # The random phases of the voices are theirs by number: the same voice has the same number only when it is first.
    apart = [chord([n])[4800:] for n in notes]
    together = chord(notes)[4800:]
    for n in notes:
        assert strength(together, 261.6255653 * 2 ** (n / 12)) > 0.02, n
    assert sum(x * x for x in together) > 2 * max(sum(x * x for x in a) for a in apart)


def breaks_are_cut_reversed_and_hard_panned(folder):
    head = "cps: 0.75\n"
    hats = 's "hh*16" # gain (range 0.3 0.9 saw)'
    left, right, _ = play(folder, f"{head}d2 $ {hats} $ jux rev\n", 3)
    assert near(left, play(folder, f"{head}d2 $ {hats} # pan 0\n", 3)[0], 1e-6)
    assert near(right, play(folder, f"{head}d2 $ {hats} # pan 1 $ rev\n", 3)[1], 1e-6)
    assert max(abs(a - b) for a, b in zip(left, right)) > 0.1

    forth = play(folder, 'cps: 1/4\nd1 $ s "bd" # pan 0\n', 3)[0]
    back = play(folder, 'cps: 1/4\nd1 $ s "bd" # pan 0 # speed (-1)\n', 3)[0]
    begins = next(i for i, x in enumerate(forth) if x != 0)
    length = max(i for i, x in enumerate(back) if x != 0) + 1 + begins
    assert near(back[:length], forth[:length][::-1], 1e-7)

    clap = play(folder, f'{head}d4 $ s "cp" # pan 0\n', 1.2)[0]
    four = play(folder, f'{head}d4 $ s "cp" # pan 0 $ stut 4 0.6 (1/16)\n', 1.2)[0]
    # Tidal's stut leads in a line from 1 towards the feedback.
    summed = [sum((1 - 0.1 * k) * clap[i - 4000 * k] for k in range(4) if i >= 4000 * k) for i in range(len(four))]
    assert near(four, summed, 1e-6)

    report = play(folder, without("05_breaks.ph", "~loop", "d1", "d2", "d4"), 8)[2]
    # Of two onsets on the same frame one has no time to be heard and is cut with it.
    assert 0 < report["voices"]["cut"] < report["voices"]["started"], report["voices"]


def voices_sound_by_the_hundred(folder):
    """A voice is stolen only while its pattern holds 256 of them."""
    voices = render(TRACKS / "08_voices.ph", folder / "a.wav", "--cycles", 2)["voices"]
    assert voices["stolen"] > 0 and voices["started"] == sum(map(len, events_of("08_voices.ph", 2).values())), voices


def stress_has_every_stutter_in_stereo(folder):
    report = render(TRACKS / "09_stress_extreme.ph", folder / "a.wav", "--cycles", 1, "--format", "wav32f")
    # Copies that were written in the cycle before fall into this one: a cycle has as many as there are.
    assert report["voices"]["started"] == 16 * 32 * 2 * 16, report["voices"]
    samples = floats_of(read_wav(folder / "a.wav"))
    # A row of equal steps is its own reverse: both sides play the same, each hard at its side.
    assert all(sum(map(abs, samples[c::2])) > 100 for c in (0, 1))


def random_is_the_same_every_time(folder):
    text = (TRACKS / "10_random.ph").read_text()

    def played(program):
        (folder / "a.ph").write_text(program)
        return render("a.ph", "a.wav", "--duration", 3, cwd=folder)["hash"]

    assert played(text) == played(text) != played(text.replace("seed: 7", "seed: 8"))
    melody = events_of("10_random.ph", 32)["d2"]
    assert len(melody) == 8 * 32
    assert all(round(e["value"]["note"]) % 12 in {2, 4, 5, 7, 9, 11, 0} for e in melody)
    assert all(0.2 <= e["value"]["gain"] <= 0.5 and 0 <= e["value"]["pan"] <= 1 for e in melody)
    # Half of the bass drums are left out by `?`; degradeBy draws the same numbers, as in Tidal, and leaves no more out.
    kicks = sum(e["value"]["s"] == "bd" for e in events_of("10_random.ph", 400)["d1"])
    assert 160 < kicks < 240, kicks


def two_files_make_four_stems(folder):
    report = render(TRACKS / "14_multitrack.ph", folder / "a.wav", "--cycles", 2, "--stems", folder / "stems",
                    "--format", "wav32f")
    assert [s.split("/")[-1].split(".")[0] for s in report["stems"]] == ["d1", "d2", "d3", "d4"], report["stems"]
    tops = floats_of(read_wav(folder / report["stems"][1]))
    # The first hat stands at 0.3; what it has left and right are a cosine and a sine.
    left, right = (sum(x * x for x in tops[c:8000:2]) for c in (0, 1))
    assert abs(math.sqrt(right / left) - math.tan(0.3 * math.pi / 2)) < 0.01
    bass = floats_of(read_wav(folder / report["stems"][2]))[::2]
    step = RATE / 0.55 / 16  # frames; the notes last 0.6 of it, and ring 0.08 s (superreese)
    silent = bass[int(step * 0.6 + 0.09 * RATE):int(step) - 10]
    assert not silent or max(map(abs, silent)) < 1e-6
    assert max(map(abs, bass[100:int(step * 0.6)])) > 0.05
    # The room without the sound itself begins later than the hats.
    wet = floats_of(read_wav(folder / report["stems"][3]))
    assert max(map(abs, wet[:200])) < 0.1 * max(map(abs, tops[:200]))


harness.main([
    melody_plays_its_scale_and_chords,
    breaks_are_cut_reversed_and_hard_panned,
    voices_sound_by_the_hundred,
    stress_has_every_stutter_in_stereo,
    random_is_the_same_every_time,
    two_files_make_four_stems,
])
