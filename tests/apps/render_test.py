"""phonon render, as musicians run it."""
import json
import math
import os
import struct
from array import array
from fractions import Fraction

import harness
from harness import ROOT, TRACKS, floats_of, phonon, read_wav, render
from xxh3 import xxh3_64

SOUNDING = ["01_house.ph", "03_signals.ph", "11_old_style.ph"]


def tracks_sound_and_do_not_clip(folder):
    for track in SOUNDING:
        report = render(TRACKS / track, folder / "out.wav")
        assert report["clipped"] == 0, report
        assert -40 < report["loudness"] < -5, report
        assert 0.03 < report["peak"] <= 1 and report["true_peak"] <= 10 ** (-0.9 / 20), report
        assert abs(report["dc"]) < 0.002, report
        assert report["diagnostics"] == [], report


def one_hash_whatever_the_block_and_threads(folder):
    for track in SOUNDING:
        hashes = {block: render(TRACKS / track, folder / "out.wav", "--block", block)["hash"]
                  for block in (64, 100, 512, 4096)}
        hashes["again"] = render(TRACKS / track, folder / "out.wav")["hash"]
        hashes["threads"] = render(TRACKS / track, folder / "out.wav", "--threads", 3)["hash"]
        assert len(set(hashes.values())) == 1, (track, hashes)


def the_hash_is_that_of_the_samples(folder):
    report = render(TRACKS / "01_house.ph", folder / "out.wav", "--cycles", 1, "--format", "wav32f")
    wav = read_wav(folder / "out.wav")
    assert (wav["rate"], wav["channels"]) == (48000, 2)
    assert len(wav["samples"]) == report["frames"] * 8
    assert f"{xxh3_64(wav['samples']):016x}" == report["hash"]


def the_report_is_that_of_the_samples(folder):
    report = render(TRACKS / "03_signals.ph", folder / "out.wav", "--cycles", 1, "--format", "wav32f")
    samples = floats_of(read_wav(folder / "out.wav"))
    assert max(map(abs, samples)) == report["peak"]
    means = [sum(samples[c::2]) / (len(samples) // 2) for c in (0, 1)]
    assert math.isclose(max(means, key=abs), report["dc"], rel_tol=1e-6, abs_tol=1e-12)
    assert report["seconds"] == report["frames"] / 48000


def every_format_holds_the_same_sound(folder):
    for name, ending, tag, bits in (("wav16", "wav", 1, 16), ("wav24", "wav", 1, 24), ("wav32f", "wav", 3, 32)):
        render(TRACKS / "01_house.ph", folder / f"{name}.{ending}", "--cycles", 1, "--format", name)
        wav = read_wav(folder / f"{name}.{ending}")
        assert (wav["tag"], wav["bits"], wav["channels"], wav["rate"]) == (tag, bits, 2, 48000), name
    exact = floats_of(read_wav(folder / "wav32f.wav"))
    for name, size in (("wav16", 2), ("wav24", 3)):
        data = read_wav(folder / f"{name}.wav")["samples"]
        values = [int.from_bytes(data[i:i + size], "little", signed=True) / (1 << (8 * size - 1))
                  for i in range(0, len(data), size)]
        assert len(values) == len(exact)
        # Half a step of rounding and one of triangular dither.
        assert max(abs(a - b) for a, b in zip(values, exact)) <= 2.01 / (1 << (8 * size - 1)), name
    render(TRACKS / "01_house.ph", folder / "out.flac", "--cycles", 1, "--format", "flac")
    assert (folder / "out.flac").read_bytes()[:4] == b"fLaC"


def lengths_are_exact(folder):
    (folder / "a.ph").write_text("cps: 0.3\nout $ saw 110 * 0.2\n")
    for length, frames in ((["--cycles", 1], 160000), (["--duration", 1.5], 72000), ([], 640000),
                           (["--cycles", 1, "--rate", 44100], 147000)):
        report = render("a.ph", "a.wav", *length, cwd=folder)
        assert report["frames"] == frames, (length, report["frames"])


def the_output_stands_beside_the_input_unless_named(folder):
    (folder / "sub").mkdir()
    (folder / "sub/a.b.ph").write_text("out $ saw 110 * 0.2\n")
    out, _ = phonon("render", "sub/a.b.ph", "--duration", 0.1, cwd=folder)
    assert (folder / "sub/a.b.wav").is_file()
    for word in ("0.100 s", "real time", "peak", "LUFS", "DC", "clipped", "voices", "hash"):
        assert word in out, word
    phonon("render", "sub/a.b.ph", "--duration", 0.1, "--format", "flac", cwd=folder)
    assert (folder / "sub/a.b.flac").is_file()


def master_of_stems(report, folder):
    """The stems added in order, as float32: a sum of two floats is exact in a double, and rounded once on its way back."""
    total = None
    for stem in report["stems"]:
        part = array("f", read_wav(folder / stem)["samples"])
        total = total or array("f", bytes(4 * len(part)))
        assert len(part) == len(total)
        total = array("f", (a + b for a, b in zip(total, part)))
    return total


def stems_add_up_to_the_raw_master(folder):
    """Bit by bit, whatever the track, the threads and the format of the master beside them."""
    for track in ("02_melody.ph", "04_dub.ph", "05_breaks.ph", "06_sixteen_buses.ph", "12_transforms_on_signals.ph"):
        program = folder / "lib" / track
        program.parent.mkdir(exist_ok=True)
        program.write_text("master: raw\n" + (TRACKS / track).read_text())
        for threads in (1, 3):
            report = render(program, folder / "a.wav", "--duration", 1.5, "--format", "wav32f", "--stems", "parts/stems",
                            "--threads", threads, cwd=folder)
            assert master_of_stems(report, folder).tobytes() == read_wav(folder / "a.wav")["samples"], (track, threads)
        assert report["complaints"] == [] and report["diagnostics"] == []


def stems_have_names_lengths_and_formats(folder):
    (folder / "a.ph").write_text("d1 $ s \"bd*2\" * 0.5\nd2 $ saw 110 # lpf 800 0.7 * 0.2\nd11 $ s \"~ hh\" * 4\n")
    exact = render("a.ph", "a.flac", "--cycles", 1, "--format", "flac", "--stems", "parts", cwd=folder)
    assert exact["stems"] == [f"parts/d{i}.wav" for i in (1, 2, 11)], exact["stems"]
    sounds = [floats_of(read_wav(folder / s)) for s in exact["stems"]]
    assert all(len(s) == 2 * exact["frames"] and max(map(abs, s)) > 0.01 for s in sounds)
    assert exact["hash"] == render("a.ph", "b.wav", "--cycles", 1, cwd=folder)["hash"]
    out, err = phonon("render", "a.ph", "a.wav", "--cycles", 1, "--stems", "s16", "--stem-format", "wav16", cwd=folder)
    assert "s16/d11.wav" in err and "clipped" in err and "s16/d1.wav" not in err, err
    whole = read_wav(folder / "s16/d2.wav")
    assert (whole["tag"], whole["bits"]) == (1, 16)
    values = struct.unpack(f"<{len(whole['samples']) // 2}h", whole["samples"])
    assert max(abs(a / 32768 - b) for a, b in zip(values, sounds[1])) <= 2.01 / 32768
    phonon("render", "a.ph", "a.wav", "--cycles", 1, "--stems", "sf", "--stem-format", "flac", cwd=folder)
    assert sorted(os.listdir(folder / "sf")) == ["d1.flac", "d11.flac", "d2.flac"]


def a_stem_is_not_the_master(folder):
    (folder / "a.ph").write_text("out $ saw 110\n")
    _, err = phonon("render", "a.ph", "parts/out.wav", "--stems", "parts", cwd=folder, status=3)
    _, err = phonon("render", "a.ph", "out.wav", "--stems", ".", cwd=folder, status=2)
    assert "out.wav" in err
    assert os.listdir(folder) == ["a.ph"]


def a_seed_is_a_choice(folder):
    (folder / "a.ph").write_text("out $ s \"bd? hh? sn? cp? rim? hh? bd? cp?\"\n")
    one = render("a.ph", "a.wav", "--seed", 1, cwd=folder)["hash"]
    assert one == render("a.ph", "a.wav", "--seed", 1, cwd=folder)["hash"]
    assert one != render("a.ph", "a.wav", "--seed", 2, cwd=folder)["hash"]


def each_event_starts_on_its_frame(folder):
    """A click in the first frame of a recording is heard on the frame that the exact time of its event says."""
    bank = folder / "banks/click"
    bank.mkdir(parents=True)
    click = struct.pack("<64f", 0.5, *[0.0] * 63)
    (bank / "a.wav").write_bytes(b"RIFF" + struct.pack("<I", 36 + len(click)) + b"WAVEfmt " +
                                 struct.pack("<IHHIIHH", 16, 3, 1, 48000, 192000, 4, 32) + b"data" +
                                 struct.pack("<I", len(click)) + click)
    (folder / "a.ph").write_text('cps: 7/10\nmaster: raw\nout $ s "click(5,8) [click click click] click?0.5 <click ~>"\n')
    told = json.loads(phonon("events", "a.ph", "--cycles", "0:4", "--json", "--samples", "banks", cwd=folder)[0])
    events = [e for source in told["sources"] for e in source["events"] if e["whole"][0] == e["part"][0]]
    expected = {math.ceil(Fraction(e["whole"][0]) / Fraction(7, 10) * 48000) for e in events}
    assert len(expected) > 20
    for block in (64, 100):
        render("a.ph", "a.wav", "--samples", "banks", "--format", "wav32f", "--block", block, cwd=folder)
        samples = floats_of(read_wav(folder / "a.wav"))
        heard = {i // 2 for i, x in enumerate(samples) if abs(x) > 0.05}
        assert heard == expected, (sorted(heard - expected)[:5], sorted(expected - heard)[:5])


def a_program_with_errors_leaves_no_file(folder):
    for bad in sorted((TRACKS / "bad").glob("*.ph")):
        out, err = phonon("render", bad, folder / "out.wav", status=1)
        assert out == "" and "error[E" in err, bad
        diagnostics = json.loads(phonon("render", bad, folder / "out.wav", "--json", status=1)[0])["diagnostics"]
        assert any(d["severity"] == "error" for d in diagnostics)
    assert list(folder.iterdir()) == []


def an_old_file_survives_a_program_with_errors(folder):
    (folder / "out.wav").write_text("precious")
    phonon("render", TRACKS / "bad/04_arity.ph", folder / "out.wav", status=1)
    assert (folder / "out.wav").read_text() == "precious"


def files_that_cannot_be_are_status_3(folder):
    (folder / "a.ph").write_text("out $ saw 110\n")
    (folder / "file").write_text("")
    for args in (["missing.ph"], ["a.ph", "no/such/folder/out.wav"], ["a.ph", "--stems", "file"],
                 ["a.ph", "--samples", "nowhere"], ["."]):
        out, err = phonon("render", *args, "--duration", 0.1, cwd=folder, status=3)
        assert out == "" and err.startswith("phonon: "), (args, err)
    assert sorted(p.name for p in folder.iterdir()) == ["a.ph", "file"]


def usage_errors_are_status_2(folder):
    (folder / "a.ph").write_text("out $ saw 110\n")
    for args in (["--nonsense"], ["--cycles", "-1"], ["--cycles", "x"], ["--format", "mp3"], ["--cycles", 1, "--duration", 1],
                 ["--rate", 100], ["--block", 0], ["--threads", 0], ["b.wav", "c.wav"]):
        out, err = phonon("render", "a.ph", *args, cwd=folder, status=2)
        assert out == "" and err, args
    assert [p.name for p in folder.iterdir()] == ["a.ph"]


def the_demo_is_good(folder):
    out, err = phonon("demo", cwd=folder)
    assert "demo.wav" in err and "hash" in out
    wav = read_wav(folder / "demo.wav")
    assert (wav["rate"], wav["channels"], wav["bits"]) == (48000, 2, 16)
    out, err = phonon("demo", "-o", "other.wav", cwd=folder)
    assert (folder / "other.wav").read_bytes() == (folder / "demo.wav").read_bytes() and err == ""
    program = phonon("demo", "--show")[0]
    assert program == (ROOT / "examples/demo.ph").read_text()
    (folder / "demo.ph").write_text(program)
    report = render("demo.ph", "demo.wav", "--cycles", 16, cwd=folder)
    assert -20 < report["loudness"] < -9 and report["clipped"] == 0, report


harness.main([
    tracks_sound_and_do_not_clip,
    one_hash_whatever_the_block_and_threads,
    the_hash_is_that_of_the_samples,
    the_report_is_that_of_the_samples,
    every_format_holds_the_same_sound,
    lengths_are_exact,
    the_output_stands_beside_the_input_unless_named,
    stems_add_up_to_the_raw_master,
    stems_have_names_lengths_and_formats,
    a_stem_is_not_the_master,
    a_seed_is_a_choice,
    each_event_starts_on_its_frame,
    a_program_with_errors_leaves_no_file,
    an_old_file_survives_a_program_with_errors,
    files_that_cannot_be_are_status_3,
    usage_errors_are_status_2,
    the_demo_is_good,
])
