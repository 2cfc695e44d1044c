"""A render that is handed on: tails, beginnings elsewhere, limits, signals, full disks, terminals, pictures, faults."""
import json
import math
import os
import pty
import resource
import select
import signal
import struct
import subprocess
import time
import zlib

import harness
from harness import TRACKS, floats_of, phonon, read_wav, render

ECHO = "cps: 1\nd1 $ s \"cp\" # delay 0.2 0.5 0.5\nd2 $ s \"bd\" * 0.5\n"
DRONE = "out $ saw 110 # reverb 0.5 0.5 0.5\n"


def loudest(samples):
    return max(map(abs, samples), default=0)


def a_tail_rings_out(folder):
    (folder / "a.ph").write_text(ECHO)
    short = render("a.ph", "short.wav", "--cycles", 1, "--format", "wav32f", cwd=folder)
    report = render("a.ph", "a.wav", "--cycles", 1, "--tail", "--format", "wav32f", "--stems", "s", cwd=folder)
    assert short["tail_frames"] == 0 and short["frames"] == 48000
    assert report["frames"] == 48000 + report["tail_frames"] and 24000 < report["tail_frames"] < 480000, report
    assert report["voices"]["started"] == short["voices"]["started"] == 2, "no event begins in a tail"
    samples = floats_of(read_wav(folder / "a.wav"))
    assert samples[:2 * 48000] == floats_of(read_wav(folder / "short.wav"))
    assert loudest(samples[-2:]) > 10 ** (-90 / 20), "it ends with the last frame that can be heard"
    assert {len(read_wav(folder / s)["samples"]) for s in report["stems"]} == {8 * report["frames"]}
    assert len({render("a.ph", "b.wav", "--cycles", 1, "--tail", "--block", b, "--threads", t, cwd=folder)["hash"]
                for b, t in ((64, 1), (512, 3), (5000, 2))} | {report["hash"]}) == 1
    out, _ = phonon("render", "a.ph", "--cycles", 1, "--tail", cwd=folder)
    assert "tail" in out


def a_drone_is_cut_after_half_a_minute_and_told(folder):
    (folder / "a.ph").write_text("out $ saw 110 * 0.1\n")
    report = render("a.ph", "a.wav", "--duration", 0.5, "--tail", "--rate", 8000, cwd=folder)
    assert report["tail_frames"] == 30 * 8000 and "30 s" in report["complaints"][0], report
    (folder / "b.ph").write_text("out $ s \"~\"\n")
    assert render("b.ph", "b.wav", "--duration", 0.5, "--tail", cwd=folder)["tail_frames"] == 0


def a_render_from_a_later_cycle_has_its_events(folder):
    (folder / "a.ph").write_text('cps: 0.75\nmaster: raw\nout $ s "<bd sn cp rim>(5,8)" # speed "<1 1.5 2>" # legato 0.3\n')
    whole = floats_of((render("a.ph", "a.wav", "--cycles", 8, "--format", "wav32f", cwd=folder),
                       read_wav(folder / "a.wav"))[1])
    for start in (3, 4.5):
        report = render("a.ph", "b.wav", "--from", start, "--cycles", 2, "--format", "wav32f", cwd=folder)
        part = floats_of(read_wav(folder / "b.wav"))
        assert report["frames"] == 2 * 64000
        first = 2 * int(start * 64000)
        assert part == whole[first:first + len(part)], start
    phonon("render", "a.ph", "--from", -1, cwd=folder, status=2)
    phonon("render", "a.ph", "--from", "x", cwd=folder, status=2)


def a_limit_of_loudness_makes_it_fail_and_keeps_the_file(folder):
    (folder / "a.ph").write_text(DRONE)
    report = render("a.ph", "a.wav", "--duration", 1, "--max-lufs", 0, "--max-true-peak", -0.8, cwd=folder)
    for limit, word in ((["--max-lufs", report["loudness"] - 0.01], "LUFS"), (["--max-true-peak", -20], "dBTP")):
        out, err = phonon("render", "a.ph", "b.wav", "--duration", 1, *limit, cwd=folder, status=5)
        assert word in err and "too loud" in err and "hash" in out, err
        assert (folder / "b.wav").read_bytes() == (folder / "a.wav").read_bytes()
    told = phonon("render", "a.ph", "b.wav", "--duration", 1, "--max-lufs", -60, "--json", cwd=folder, status=5)[0]
    assert json.loads(told)["hash"] == report["hash"]


def signals_leave_nothing_behind(folder):
    (folder / "a.ph").write_text(DRONE)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for args in (["--format", "flac"], ["--stems", "parts", "--threads", "2", "--picture", "a.png"]):
            run = subprocess.Popen([harness.PHONON, "render", "a.ph", "--duration", "5000", *args], cwd=folder,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            deadline = time.monotonic() + 60
            while len(os.listdir(folder)) < 2 and time.monotonic() < deadline:
                time.sleep(0.02)
            time.sleep(0.1)
            run.send_signal(number)
            out, err = run.communicate(timeout=60)
            assert run.returncode == -number and out == b"" and b"stopped" in err, (run.returncode, err)
            assert os.listdir(folder) == ["a.ph"], os.listdir(folder)


def a_full_disk_leaves_nothing_behind(folder):
    """Played by a limit on the size of files, by a device that is always full, and by a render longer than any disk."""
    (folder / "a.ph").write_text(DRONE)
    for args in (["out.wav"], ["out.flac", "--format", "flac"], ["out.wav", "--format", "wav32f", "--stems", "parts"],
                 ["out.wav", "--stems", "parts", "--stem-format", "flac"]):
        run = subprocess.run([harness.PHONON, "render", "a.ph", *args, "--duration", "20"], cwd=folder, capture_output=True,
                             preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)))
        assert run.returncode == 3 and b"File too large" in run.stderr, (run.returncode, run.stderr)
        assert run.stdout == b"" and os.listdir(folder) == ["a.ph"], os.listdir(folder)
    _, err = phonon("render", "a.ph", "/dev/full", "--duration", 5, cwd=folder, status=3)
    assert "No space left" in err
    _, err = phonon("render", "a.ph", "--duration", "1e9", "--format", "wav32f", cwd=folder, status=3)
    assert "GB" in err and os.listdir(folder) == ["a.ph"], err
    for args in (["--duration", "1e300"], ["--cycles", "1e18"], ["--cycles", "nan"], ["--cycles", "inf"], ["--cycles", 0],
                 ["--duration", 0]):
        _, err = phonon("render", "a.ph", *args, cwd=folder, status=2)
        assert "thousand million" in err and len(err) < 300, err
    phonon("render", "a.ph", "/dev/null", "--duration", 0.1, cwd=folder)


def what_cannot_be_written_is_told_before_it_is_rendered(folder):
    (folder / "a.ph").write_text(DRONE)
    (folder / "file").write_text("")
    for args in (["no/out.wav"], ["."], ["--stems", "file"], ["--picture", "no/a.png"], ["--picture", "."]):
        _, err = phonon("render", "a.ph", *args, "--duration", 1000, cwd=folder, status=3)
        assert err.startswith("phonon: "), err
        assert sorted(os.listdir(folder)) == ["a.ph", "file"], (args, os.listdir(folder))


def every_rate_and_an_empty_program(folder):
    (folder / "a.ph").write_text('cps: 1\nout $ s "bd cp" + sine 440 * 0.1\n')
    for rate in (8000, 11025, 22050, 44100, 88200, 96000, 192000, 384000):
        report = render("a.ph", "a.wav", "--cycles", 0.5, "--rate", rate, cwd=folder)
        assert report["frames"] == math.ceil(rate / 2) and report["rate"] == rate, report
        assert report["clipped"] == 0 and 0.1 < report["peak"] <= 1 and report["complaints"] == [], report
        assert read_wav(folder / "a.wav")["rate"] == rate
    for rate in (7999, 384001, 44100.5):
        phonon("render", "a.ph", "--rate", rate, cwd=folder, status=2)
    (folder / "empty.ph").write_text("")
    report = render("empty.ph", "empty.wav", "--cycles", 1, "--stems", "s", "--picture", "e.png", cwd=folder)
    assert report["peak"] == 0 and report["loudness"] is None and report["diagnostics"][0]["code"] == "W0502"
    assert set(read_wav(folder / "empty.wav")["samples"]) <= {0, 1, 255}, "silence and its dither"


def a_terminal_sees_progress_and_a_pipe_does_not(folder):
    (folder / "a.ph").write_text(DRONE)
    assert phonon("render", "a.ph", "--duration", 60, cwd=folder)[1] == ""
    terminal, end = pty.openpty()
    run = subprocess.Popen([harness.PHONON, "render", "a.ph", "--duration", "120"], cwd=folder, stdout=subprocess.PIPE,
                           stderr=end)
    os.close(end)
    shown = b""
    while select.select([terminal], [], [], 60)[0]:
        try:
            piece = os.read(terminal, 4096)
        except OSError:  # the other end is closed
            break
        shown += piece
    out, _ = run.communicate(timeout=60)
    os.close(terminal)
    assert b"x real time" in shown and b"%" in shown and b"[" in shown, shown
    assert shown.endswith(b"\r") and shown.rstrip(b"\r").endswith(b" "), "the bar is wiped"
    assert b"hash" in out and b"\r" not in out


def read_png(path):
    """Width, height and rows of RGB bytes."""
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, pixels = 8, b""
    while at < len(data):
        size, name = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        assert zlib.crc32(name + body) == struct.unpack(">I", data[at + 8 + size:at + 12 + size])[0]
        if name == b"IHDR":
            width, height, depth, kind = struct.unpack(">IIBB", body[:10])
            assert (depth, kind) == (8, 2)
        if name == b"IDAT":
            pixels += body
        at += 12 + size
    raw, stride, rows, before = zlib.decompress(pixels), 3 * width, [], bytes(3 * width)
    for y in range(height):
        line, row = raw[y * (stride + 1):(y + 1) * (stride + 1)], bytearray(stride)
        for x in range(stride):
            a, b, c = (row[x - 3] if x > 2 else 0), before[x], (before[x - 3] if x > 2 else 0)
            p = a + b - c
            near = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            row[x] = (line[x + 1] + (0, a, b, (a + b) // 2, near)[line[0]]) & 255
        rows.append(bytes(row))
        before = row
    return width, height, rows


def a_picture_shows_what_sounds_where(folder):
    """A tone of 1 kHz for a second on the left, then silence: light in one band of one half of one spectrogram."""
    (folder / "a.ph").write_text('cps: 1\nmaster: raw\nout $ sine 1000 * 0.5 * "1 0" # pan 0\n')
    render("a.ph", "a.wav", "--cycles", 1, "--picture", "a.png", cwd=folder)
    _, _, rows = read_png(folder / "a.png")

    def light(x, y):
        return sum(rows[y][3 * x:3 * x + 3])

    left, plot = 92, 1400
    bright = [(x, y) for y in range(412, 905) for x in range(left + 20, left + plot) if light(x, y) > 420]
    assert bright, "nothing is bright"
    columns, lines = [x for x, _ in bright if x < left + plot], sorted({y for _, y in bright})
    assert max(columns) < left + plot * 0.56 and len(set(columns)) > 500, (min(columns), max(columns))
    tone = [y for y in lines if sum(1 for _, line in bright if line == y) > 400]
    assert tone and max(tone) - min(tone) < 12, tone


def infinity_silences_one_bus_and_names_it(folder):
    good = 'cps: 1\nmaster: raw\nd1 $ s "bd*2" # reverb 0.5 0.5 0.3\n'
    bad = '~bad $ saw 110 * 1e30 * 1e30 # lpf 800 0.7\nd2 $ ~bad # reverb 0.5 0.5 0.3\n'
    (folder / "good.ph").write_text(good)
    (folder / "bad.ph").write_text(good + bad)
    for threads in (1, 3):
        args = ["--cycles", 1, "--format", "wav32f", "--threads", threads]
        alone = render("good.ph", "good.wav", *args, cwd=folder)
        report = render("bad.ph", "bad.wav", *args, "--stems", "s", cwd=folder)
        assert report["faulty_buses"] == ["~bad"] or report["faulty_buses"] == ["bad"], report["faulty_buses"]
        assert report["hash"] == alone["hash"] and report["clipped"] == 0, report
        assert loudest(floats_of(read_wav(folder / "s/d2.wav"))) == 0
        assert read_wav(folder / "s/d1.wav")["samples"] == read_wav(folder / "good.wav")["samples"]
    _, err = phonon("render", "bad.ph", "--cycles", 1, cwd=folder)
    assert "bad" in err and "silenced" in err


harness.main([
    a_tail_rings_out,
    a_drone_is_cut_after_half_a_minute_and_told,
    a_render_from_a_later_cycle_has_its_events,
    a_limit_of_loudness_makes_it_fail_and_keeps_the_file,
    signals_leave_nothing_behind,
    a_full_disk_leaves_nothing_behind,
    what_cannot_be_written_is_told_before_it_is_rendered,
    every_rate_and_an_empty_program,
    a_terminal_sees_progress_and_a_pipe_does_not,
    a_picture_shows_what_sounds_where,
    infinity_silences_one_bus_and_names_it,
])
