"""phonon diff: programs and sound files side by side."""
import json
import struct

import harness
from harness import TRACKS, phonon, render


def diff(first, second, *args, cwd=None, status=1):
    return json.loads(phonon("diff", first, second, "--json", *args, cwd=cwd, status=status)[0])


def a_program_is_the_same_as_itself(folder):
    text = (TRACKS / "10_random.ph").read_text()
    (folder / "a.ph").write_text(text)
    (folder / "b.ph").write_text("-- a comment\n" + text)
    out, err = phonon("diff", "a.ph", "b.ph", cwd=folder)
    assert "the same" in out and "events" in out and err == ""
    told = diff("a.ph", "b.ph", cwd=folder, status=0)
    assert told["same"] and told["events"] == [] and told["sound"]["first_frame"] is None
    assert told["sides"][0]["hash"] == told["sides"][1]["hash"] == render("a.ph", "a.wav", cwd=folder)["hash"]


def events_that_differ_have_exact_times(folder):
    (folder / "a.ph").write_text('cps: 1\n~beat $ s "bd hh sn hh"\nd1 $ ~beat\n')
    (folder / "b.ph").write_text('cps: 1\n~beat $ s "bd hh sn [hh hh]/3"\nd1 $ ~beat\n')
    told = diff("a.ph", "b.ph", "--cycles", 2, cwd=folder)
    first = told["events"][0]
    assert (first["source"], first["only_in"]) == ("~beat", "first"), first
    assert first["event"]["whole"] == ["3/4", "1/1"] and first["event"]["value"]["s"] == "hh"
    assert {e["only_in"] for e in told["events"]} == {"first", "second"}
    out, _ = phonon("diff", "a.ph", "b.ph", "--events", 1, cwd=folder, status=1)
    assert "- ~beat" in out and "3/4" in out and "more" in out, out
    assert phonon("diff", "a.ph", "b.ph", "--events", 0, cwd=folder, status=1)[0].count("~beat") == 0


def the_first_frame_and_the_octave_that_differ(folder):
    (folder / "a.ph").write_text('cps: 1\nmaster: raw\nout $ sine 125 * 0.5\n')
    (folder / "b.ph").write_text('cps: 1\nmaster: raw\nout $ sine 125 * 0.5 + sine 4000 * "0 0.05"\n')
    told = diff("a.ph", "b.ph", "--cycles", 1, cwd=folder)
    assert told["events"] == [] and not told["sound"]["same"]
    # The tone of 4 kHz passes zero in some frames; it is there from the middle on.
    assert 24000 <= told["sound"]["first_frame"] <= 24002, told["sound"]["first_frame"]
    assert 0.049 < told["sound"]["largest"] <= 0.0501
    bands = {b["hertz"]: b for b in told["sound"]["bands"]}
    assert abs(bands[125]["first"] - bands[125]["second"]) < 0.01
    assert -33 < bands[4000]["difference"] < -28 and bands[4000]["second"] - (bands[4000]["first"] or -200) > 40, bands
    out, _ = phonon("diff", "a.ph", "b.ph", "--cycles", 1, cwd=folder, status=1)
    assert "4 kHz" in out and "0.500" in out, out


def renders_are_compared_frame_by_frame(folder):
    (folder / "a.ph").write_text('cps: 1\nout $ s "bd hh sn hh" # pan 0.2\n')
    report = render("a.ph", "a.wav", "--cycles", 1, "--format", "wav32f", cwd=folder)
    render("a.ph", "b.flac", "--cycles", 1, "--format", "flac", cwd=folder)
    render("a.ph", "c.wav", "--cycles", 1, "--format", "wav24", cwd=folder)
    render("a.ph", "long.wav", "--cycles", 2, "--format", "wav32f", cwd=folder)
    same = diff("b.flac", "c.wav", cwd=folder, status=0)
    assert same["same"] and "events" not in same
    dithered = diff("a.wav", "b.flac", cwd=folder)
    assert dithered["sides"][0]["hash"] == report["hash"] and 0 < dithered["sound"]["largest"] < 3e-7
    assert all(b["difference"] is None or b["difference"] < -130 for b in dithered["sound"]["bands"]), dithered
    longer = diff("a.wav", "long.wav", cwd=folder)
    assert longer["sound"]["first_frame"] == 48000 and longer["sound"]["differing_frames"] == 48000, longer["sound"]
    data = bytearray((folder / "a.wav").read_bytes())
    at = len(data) - 8 * 100  # left of the hundredth frame from the end
    data[at:at + 4] = struct.pack("<f", 0.7)
    (folder / "d.wav").write_bytes(data)
    patched = diff("a.wav", "d.wav", cwd=folder)["sound"]
    assert (patched["first_frame"], patched["differing_frames"]) == (48000 - 100, 1)


def what_cannot_be_compared_is_trouble_and_not_a_difference(folder):
    (folder / "a.ph").write_text("out $ saw 110 * 0.2\n")
    (folder / "bad.ph").write_text("out $ savv 110\n")
    render("a.ph", "a.wav", "--duration", 0.1, cwd=folder)
    render("a.ph", "b.wav", "--duration", 0.1, "--rate", 44100, cwd=folder)
    for args, status in ((["a.ph", "bad.ph"], 2), (["a.ph", "a.wav"], 2), (["a.wav", "b.wav"], 2), (["a.ph"], 2),
                         (["a.ph", "missing.ph"], 3), (["a.wav", "missing.wav"], 3), (["a.ph", "a.ph", "--cycles", 0], 2)):
        out, err = phonon("diff", *args, cwd=folder, status=status)
        assert out == "" and err, args


harness.main([
    a_program_is_the_same_as_itself,
    events_that_differ_have_exact_times,
    the_first_frame_and_the_octave_that_differ,
    renders_are_compared_frame_by_frame,
    what_cannot_be_compared_is_trouble_and_not_a_difference,
])
