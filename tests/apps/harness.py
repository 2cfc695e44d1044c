"""What the tests of the command line share: running phonon in a folder of its own, reading WAV files, counting."""
import json
import os
import struct
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRACKS = ROOT / "tests/data/tracks"
PHONON = ""


def phonon(*args, cwd=None, stdin=None, env=None, status=0):
    """Runs phonon and demands its exit status; gives (stdout, stderr)."""
    run = subprocess.run([PHONON, *map(str, args)], cwd=cwd, input=stdin, capture_output=True, text=True,
                         timeout=300, env={**os.environ, **(env or {})})
    assert run.returncode == status, f"phonon {args}: status {run.returncode}, not {status}\n{run.stdout}{run.stderr}"
    return run.stdout, run.stderr


def render(program, output, *args, cwd=None):
    """Renders and gives the report."""
    return json.loads(phonon("render", program, output, "--json", *args, cwd=cwd)[0])


def read_wav(path):
    """Rate, channels, bits, format tag and the bytes of the samples."""
    data = Path(path).read_bytes()
    assert data[:4] == b"RIFF" and data[8:12] == b"WAVE", f"{path} is no WAV file"
    assert struct.unpack("<I", data[4:8])[0] == len(data) - 8, "the RIFF size does not fit the file"
    at, wav = 12, {}
    while at + 8 <= len(data):
        name, size = data[at:at + 4], struct.unpack("<I", data[at + 4:at + 8])[0]
        body = data[at + 8:at + 8 + size]
        if name == b"fmt ":
            wav["tag"], wav["channels"], wav["rate"], _, _, wav["bits"] = struct.unpack("<HHIIHH", body[:16])
            if wav["tag"] == 0xFFFE:  # extensible: the real tag begins the GUID
                wav["tag"] = struct.unpack("<H", body[24:26])[0]
        elif name == b"data":
            wav["samples"] = body
        at += 8 + size + size % 2
    return wav


def floats_of(wav):
    assert (wav["tag"], wav["bits"]) == (3, 32), "no float32 file"
    return struct.unpack(f"<{len(wav['samples']) // 4}f", wav["samples"])


def main(tests):
    """Runs the functions given, each in an empty folder; the last line is `N passed, N failed`."""
    global PHONON
    PHONON = os.path.abspath(sys.argv[1])
    passed = failed = 0
    for test in tests:
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(Path(folder))
                passed += 1
            except Exception:
                failed += 1
                print(f"FAILED {test.__name__}")
                traceback.print_exc(file=sys.stdout)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
