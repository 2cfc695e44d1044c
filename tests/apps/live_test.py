"""phonon live, play, devices and replay, as people use them: files that change, lines that are typed, Ctrl+C, kill -9."""
import json
import math
import os
import shutil
import signal
import struct
import subprocess
import sys
import time

import harness
from harness import TRACKS, phonon

RATE = 48000


class Live:
    """A session in the background; its messages are lines of JSON."""

    def __init__(self, folder, *args, command="live", program="set.ph"):
        self.folder = folder
        self.process = subprocess.Popen([harness.PHONON, command, program, "--json", *map(str, args)], cwd=folder,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.seen = []

    def type(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_for(self, kind, part="", seconds=20):
        """The next message of that kind with that text in it."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            line = self.process.stdout.readline()
            if not line:
                break
            self.seen.append(json.loads(line))
            if kind in self.seen[-1] and part in str(self.seen[-1][kind]):
                return self.seen[-1][kind]
        raise AssertionError(f"no {kind} with {part!r}: {self.seen}")

    def seen_answers(self):
        return [m["evaluated"] for m in self.seen if "evaluated" in m]

    def end(self):
        self.type("quit")
        rest = self.process.stdout.read()
        assert self.process.wait(20) == 0
        return rest


def floats(path):
    data = path.read_bytes()
    at = data.index(b"data")
    return struct.unpack(f"<{(len(data) - at - 8) // 4}f", data[at + 8:])


def pitch(samples, begin, end):
    """Hertz of the left channel between two times, by its rising zero crossings."""
    left = samples[0::2][int(begin * RATE):int(end * RATE)]
    crossings = [i for i in range(1, len(left)) if left[i - 1] < 0 <= left[i]]
    return (len(crossings) - 1) * RATE / (crossings[-1] - crossings[0]) if len(crossings) > 2 else 0


def lasts_as_long_as_it_says(folder):
    (folder / "set.ph").write_text("out $ sine 220 * 0.3\n")
    out, err = phonon("play", "set.ph", "--device", "wav:out.wav", "--duration", "1", "--log", "set.log", "--plain", cwd=folder)
    assert out == "" and "playing to wav: out.wav" in err, err
    heard = floats(folder / "out.wav")
    assert 1.0 <= len(heard) / 2 / RATE < 1.7, len(heard)
    assert abs(pitch(heard, 0.2, 0.9) - 220) < 0.5
    assert heard[0] == 0 and max(map(abs, heard[-64:])) < 1e-3, "it begins and ends in a fade"


def the_null_device_keeps_time(folder):
    (folder / "set.ph").write_text("out $ s \"bd*4\"\n")
    live = Live(folder, "--device", "null", "--block", 256)
    first = live.wait_for("status")
    begin = time.monotonic()
    while True:
        status = live.wait_for("status")
        if status["seconds"] - first["seconds"] >= 2:
            break
    lasted = time.monotonic() - begin
    # The times are of lines that are read, once a second: half a tenth is theirs.
    assert abs(lasted - (status["seconds"] - first["seconds"])) < 0.1, (lasted, status)
    live.end()


def follows_every_way_of_saving(folder):
    program = folder / "set.ph"
    program.write_text("d1 $ sine 200 * 0.3\n")
    live = Live(folder, "--device", "wav:out.wav")
    live.wait_for("evaluated", "plays")
    time.sleep(0.5)
    times = []

    def saved(write):
        write()
        message = live.wait_for("evaluated")
        times.append(message)
        time.sleep(0.5)

    def rename(text):
        (folder / "set.ph.new").write_text(text)
        os.replace(folder / "set.ph.new", program)

    def in_two_writes(first, second):
        with open(program, "w") as file:
            file.write(first)
            file.flush()
            time.sleep(0.02)
            file.write(second)

    saved(lambda: program.write_text("d1 $ sine 300 * 0.3\n"))
    saved(lambda: rename("d1 $ sine 400 * 0.3\n"))
    saved(lambda: in_two_writes("d1 $ sine 500 ", "* 0.3\n"))
    program.write_text("d1 $ savv 600 * 0.3\n")
    fault = live.wait_for("diagnostics", "E0102")
    assert "`saw`" in fault
    live.wait_for("evaluated", "goes on as it was")
    time.sleep(0.5)
    live.end()
    heard = floats(folder / "out.wav")
    pitches = [round(pitch(heard, t, t + 0.1)) for t in [x / 10 for x in range(2, int(len(heard) / 2 / RATE * 10) - 4)]]
    steps = [p for i, p in enumerate(pitches) if i + 1 < len(pitches) and pitches[i + 1] == p and p not in pitches[:i]]
    assert steps == [200, 300, 400, 500], (steps, pitches)
    assert all("heard" in t for t in times), times


def imports_are_followed(folder):
    (folder / "lib.ph").write_text("~tone $ sine 200 * 0.3\n")
    (folder / "set.ph").write_text('import "lib.ph"\nd1 $ ~tone\n')
    live = Live(folder, "--device", "wav:out.wav")
    live.wait_for("evaluated", "plays")
    time.sleep(0.4)
    (folder / "lib.ph").write_text("~tone $ sine 400 * 0.3\n")
    live.wait_for("evaluated", "plays")
    time.sleep(0.6)
    live.end()
    heard = floats(folder / "out.wav")
    assert abs(pitch(heard, len(heard) / 2 / RATE - 0.7, len(heard) / 2 / RATE - 0.4) - 400) < 1


def a_link_is_followed_to_its_file(folder):
    (folder / "elsewhere").mkdir()
    (folder / "elsewhere/real.ph").write_text("d1 $ sine 200 * 0.3\n")
    (folder / "set.ph").symlink_to("elsewhere/real.ph")
    live = Live(folder, "--device", "null")
    live.wait_for("status")
    (folder / "elsewhere/real.ph").write_text("d1 $ sine 400 * 0.3\n")
    live.wait_for("evaluated", "heard")
    live.end()


def lines_are_evaluated(folder):
    (folder / "set.ph").write_text("d1 $ sine 200 * 0.3\nd2 $ sine 3000 * 0.1\n")
    live = Live(folder, "--device", "null")
    live.wait_for("evaluated", "plays")

    def levels(line):
        live.type(line)
        live.wait_for("evaluated")
        live.wait_for("status")
        stems = live.wait_for("status")["stems"]
        return {s["name"]: None if s["muted"] else round(s["peak_db"]) for s in stems}

    assert levels("mute d1") == {"d1": None, "d2": -20}
    assert live.seen_answers()[-1] == "mute d1"
    assert levels("unmute d1") == {"d1": -10, "d2": -20}
    assert levels("solo d2") == {"d1": None, "d2": -20}
    assert levels("unsolo") == {"d1": -10, "d2": -20}
    assert levels("hush") == {"d1": None, "d2": None}
    assert levels("unhush") == {"d1": -10, "d2": -20}
    assert levels("d3 $ sine 50 * 0.3") == {"d1": -10, "d2": -20, "d3": -10}
    assert levels("d2 $ sine 60 * 0.6") == {"d1": -10, "d2": -4, "d3": -10}
    live.type("panic")
    live.wait_for("evaluated")
    live.wait_for("status")
    assert live.wait_for("status")["peak_db"] == -120
    live.type("d9 $ nonsense")
    live.wait_for("diagnostics", "nonsense")
    assert live.wait_for("evaluated", "goes on") and live.end() is not None


def an_edit_during_a_cross_fade_keeps_the_new_sound(folder):
    (folder / "set.ph").write_text("cps: 2\nd1 $ s \"bd*4\"\nd2 $ s \"hh*8\"\n")
    live = Live(folder, "--device", "null")
    live.wait_for("evaluated", "plays")
    live.type("xfade d2 2 $ s \"cp*8\"")
    live.wait_for("evaluated", "xfade")
    live.type("d1 $ s \"bd*2\"")
    live.wait_for("evaluated", "plays")
    for _ in range(3):  # past the end of the fade, which lasts a second
        status = live.wait_for("status")
    levels = {s["name"]: s["peak_db"] for s in status["stems"]}
    assert levels.get("d2", -200) > -40, status
    live.end()


def edits_land_on_the_cycle(folder):
    (folder / "set.ph").write_text("cps: 2\nd1 $ sine 200 * 0.3\n")
    live = Live(folder, "--device", "null", "--quant", 2, "--log", "set.log")
    live.wait_for("evaluated", "plays")
    time.sleep(0.3)
    (folder / "set.ph").write_text("cps: 2\nd1 $ sine 300 * 0.3\n")
    assert "from cycle 2" in live.wait_for("evaluated", "cycle")
    live.wait_for("evaluated", "plays")
    live.end()
    edits = [json.loads(line) for line in open(folder / "set.log") if '"edit"' in line]
    assert [e["edit"] for e in edits] == [0, RATE // 64], edits  # two cycles are one second


def a_set_is_played_again_bit_for_bit(folder):
    shutil.copy(TRACKS / "01_house.ph", folder / "set.ph")
    live = Live(folder, "--device", "null", "--log", "set.log", "--record", "set.wav")
    live.wait_for("evaluated", "plays")
    for line in ("d5 $ s \"hh*8\" # gain 0.6", "cps: 0.7", "once $ s \"cp*4\"", "resetCycles", "xfade d5 1 $ s \"cp\"",
                 "jumpIn d5 1 $ s \"rim*3\"", "d5 $ s \"rim*3\" # room 0.4"):
        live.type(line)
        live.wait_for("evaluated")
        time.sleep(0.5)
    time.sleep(1)
    live.end()
    for threads in (1, 3):
        out, _ = phonon("replay", "set.log", "again.wav", "--threads", threads, cwd=folder)
        assert "the same sound" in out, out
    log = (folder / "set.log").read_text()
    (folder / "other.log").write_text(log.replace("hh*8", "hh*7"))
    _, err = phonon("replay", "other.log", cwd=folder, status=1)
    assert "differs" in err
    phonon("replay", "set.ph", cwd=folder, status=3)
    # The recording starts with the fade of the session and is else what the replay gives.
    recorded, again = floats(folder / "set.wav"), floats(folder / "again.wav")
    offset = len(recorded) // 2
    assert recorded[RATE:RATE + 4000] == again[RATE:RATE + 4000], "the recording is the music"
    assert offset > 0


def a_killed_session_leaves_its_recording(folder):
    (folder / "set.ph").write_text("out $ sine 220 * 0.3\n")
    live = Live(folder, "--device", "null", "--record", "set.wav", "--log", "set.log")
    live.wait_for("status")
    status = live.wait_for("status")
    while status["seconds"] < 2.5:
        status = live.wait_for("status")
    live.process.send_signal(signal.SIGKILL)
    live.process.wait()
    wav = harness.read_wav(folder / "set.wav")
    lasted = len(wav["samples"]) / 8 / RATE
    assert lasted >= status["seconds"] - 0.5, (lasted, status)
    assert "the same sound" in phonon("replay", "set.log", cwd=folder)[0]


def ctrl_c_fades_out(folder):
    (folder / "set.ph").write_text("out $ sine 220 * 0.3\n")
    live = Live(folder, "--device", "wav:out.wav")
    live.wait_for("status")
    live.wait_for("status")
    live.process.send_signal(signal.SIGINT)
    assert live.process.wait(20) == 0
    heard = floats(folder / "out.wav")
    assert max(map(abs, heard[RATE:RATE + 2000])) > 0.25 and max(map(abs, heard[-64:])) < 1e-3
    assert max(abs(a - b) for a, b in zip(heard[2::2], heard[0::2])) < 0.02


def broken_programs(folder):
    (folder / "set.ph").write_text("out $ savv 220\n")
    _, err = phonon("play", "set.ph", "--device", "null", "--duration", "1", cwd=folder, status=1)
    assert "saw" in err
    live = Live(folder, "--device", "null")
    live.wait_for("diagnostics", "savv")
    live.wait_for("evaluated", "silent until")
    (folder / "set.ph").write_text("out $ saw 220\n")
    live.wait_for("evaluated", "plays")
    live.end()
    phonon("live", "missing.ph", "--device", "null", cwd=folder, status=3)
    phonon("play", "set.ph", "--device", "wav:/no/such/folder/x.wav", cwd=folder, status=3)
    phonon("live", "set.ph", "--ahead", "-1", cwd=folder, status=2)


def tracks_play_without_a_miss(folder):
    for track in ("06_sixteen_buses", "07_serial16", "09_stress_extreme"):
        live = Live(folder, "--device", "null", "--block", 256, "--duration", 2, command="play",
                    program=TRACKS / f"{track}.ph")
        live.process.wait(60)
        last = [json.loads(line) for line in live.process.stdout if '"status"' in line][-1]["status"]
        print(f"{track}: load {last['load']:.2f}, {last['misses']} missed, {last['voices']} voices")


def a_real_server(folder):
    """JACK with its dummy driver."""
    jackd = shutil.which("jackd")
    if jackd is None:
        print("jackd is not installed: not tried")
        return
    name = f"phonon{os.getpid()}"
    env = {**os.environ, "JACK_DEFAULT_SERVER": name, "JACK_NO_AUDIO_RESERVATION": "1"}

    def start(rate):
        return subprocess.Popen([jackd, "--no-realtime", "-n", name, "-d", "dummy", "-r", str(rate), "-p", "256"],
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env)

    server = start(44100)
    try:
        os.environ["JACK_DEFAULT_SERVER"] = name
        for _ in range(50):
            if "jack " in phonon("devices")[0]:
                break
            time.sleep(0.1)
        listed = json.loads(phonon("devices", "--json")[0])["devices"]
        assert any(d["api"] == "jack" and d["outputs"] == 2 and 44100 in d["rates"] for d in listed), listed
        (folder / "set.ph").write_text("out $ s \"bd*4\"\n")
        # The server's rate is taken, whatever was asked for.
        live = Live(folder, "--rate", 48000)
        live.wait_for("device", "44100 frames a second")
        assert "JACK" in live.wait_for("device", "playing")
        first = live.wait_for("status")
        begin = time.monotonic()
        live.wait_for("status")
        last = live.wait_for("status")
        assert abs((last["seconds"] - first["seconds"]) - (time.monotonic() - begin)) < 0.5
        # A server that goes away is said, and the music goes on.
        server.terminate()
        live.wait_for("device", "gone")
        live.wait_for("device", "playing to null")
        after = live.wait_for("status")
        assert live.wait_for("status")["seconds"] > after["seconds"]
        # One that comes back with another rate is played to, at the music's own pace.
        server.wait(10)
        server = start(48000)
        live.wait_for("device", "playing to JACK")
        first, begin = live.wait_for("status"), time.monotonic()
        for _ in range(4):
            last = live.wait_for("status")
        lasted = time.monotonic() - begin
        # Without a converter it would be 1.088 of it; a server without priority may fall behind.
        assert 0.5 < (last["seconds"] - first["seconds"]) / lasted < 1.04, (first, last, lasted)
        live.end()
    finally:
        os.environ.pop("JACK_DEFAULT_SERVER", None)
        # Asked to end, it takes its name off the list of servers, which holds eight.
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()


if __name__ == "__main__":
    harness.main([lasts_as_long_as_it_says, the_null_device_keeps_time, follows_every_way_of_saving,
                  imports_are_followed, a_link_is_followed_to_its_file, lines_are_evaluated, an_edit_during_a_cross_fade_keeps_the_new_sound, edits_land_on_the_cycle,
                  a_set_is_played_again_bit_for_bit, a_killed_session_leaves_its_recording, ctrl_c_fades_out,
                  broken_programs, tracks_play_without_a_miss, a_real_server])
