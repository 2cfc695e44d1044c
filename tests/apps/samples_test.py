"""Sound files of musicians, through the command line: at their pitch whatever the rates, and named where they are broken."""
import json
import math
import os
import struct
import subprocess

import harness
from harness import floats_of, phonon, read_wav, render


def write_wav(path, rate, channels, frames):
    """16 bits, the same on every channel."""
    data = b"".join(struct.pack("<h", round(32767 * x)) * channels for x in frames)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " +
                     struct.pack("<IHHIIHH", 16, 1, channels, rate, rate * channels * 2, channels * 2, 16) + b"data" +
                     struct.pack("<I", len(data)) + data)


def sine(hertz, rate, seconds, level=0.5):
    return [level * math.sin(2 * math.pi * hertz * i / rate) for i in range(int(rate * seconds))]


def frequency_of(samples, rate):
    """From the first to the last upward passage through zero."""
    passages = [i + samples[i] / (samples[i] - samples[i + 1]) for i in range(len(samples) - 1)
                if samples[i] < 0 <= samples[i + 1]]
    return (len(passages) - 1) * rate / (passages[-1] - passages[0])


def a_file_sounds_at_its_pitch_at_every_rate(folder):
    """440 Hz recorded at four rates, mono and stereo, played at six: within 0.05 %, that is a cent."""
    recorded = [22050, 44100, 48000, 96000]
    for i, rate in enumerate(recorded):
        write_wav(folder / f"tones/tone/{i}.wav", rate, 1 + i % 2, sine(440, rate, 0.5))
    for session in (22050, 32000, 44100, 48000, 96000, 192000):
        for i, rate in enumerate(recorded):
            (folder / "a.ph").write_text(f'cps: 1\nmaster: raw\nout $ s "tone:{i}"\n')
            report = render("a.ph", "a.wav", "--samples", "tones", "--rate", session, "--duration", 0.5, "--format",
                            "wav32f", cwd=folder)
            assert report["complaints"] == [] and report["diagnostics"] == []
            left = floats_of(read_wav(folder / "a.wav"))[::2]
            heard = frequency_of(left[session // 20:session * 9 // 20], session)
            assert abs(heard / 440 - 1) < 0.0005, (rate, session, heard)
            assert 0.3 < max(left) < 0.55, (rate, session, max(left))
    (folder / "a.ph").write_text('cps: 1\nmaster: raw\nout $ s "tone:1" # speed 1.5\n')
    render("a.ph", "a.wav", "--samples", "tones", "--duration", 0.3, "--format", "wav32f", cwd=folder)
    heard = frequency_of(floats_of(read_wav(folder / "a.wav"))[::2][2400:12000], 48000)
    assert abs(heard / 660 - 1) < 0.0005, heard


def broken_files_are_named_and_the_rest_plays(folder):
    bank = folder / "mine/mix"
    write_wav(bank / "0_good.wav", 48000, 1, sine(440, 48000, 0.2))
    (bank / "1_empty.wav").write_bytes(b"")
    (bank / "2_words.wav").write_bytes(b"these are no samples")
    whole = (bank / "0_good.wav").read_bytes()
    (bank / "3_short.wav").write_bytes(whole[:len(whole) // 2])
    with open(bank / "4_huge.wav", "wb") as huge:  # a sparse file of two hours at 96 kHz
        frames = 7200 * 96000
        huge.write(b"RIFF" + struct.pack("<I", 36 + frames * 4) + b"WAVEfmt " +
                   struct.pack("<IHHIIHH", 16, 1, 2, 96000, 96000 * 4, 4, 16) + b"data" + struct.pack("<I", frames * 4))
        huge.truncate(44 + frames * 4)
    write_wav(bank / "5_good.wav", 48000, 2, sine(660, 48000, 0.2))
    (bank / "6_folder.wav").mkdir()
    program = 'cps: 1\nout $ s "mix:0 mix:1 mix:2 mix:3 mix:4 mix:5"\n'
    (folder / "a.ph").write_text(program)
    out, err = phonon("render", "a.ph", "a.wav", "--samples", "mine", "--cycles", 2, "--json", cwd=folder)
    for name in ("1_empty.wav", "2_words.wav", "3_short.wav", "4_huge.wav"):
        assert err.count(name) == 1, (name, err)
    assert "good" not in err
    report = json.loads(out)
    assert report["voices"]["started"] == 4 and report["frames"] == 96000, report["voices"]
    listed = phonon("samples", "--samples", "mine", "--json", cwd=folder)[0]
    assert {b["bank"]: b["count"] for b in json.loads(listed)["banks"]}["mix"] == 6


def a_long_file_is_played_from_disk(folder):
    """Twenty minutes take no more memory than a second."""
    peaks = []
    for name, seconds in (("short", 1), ("long", 1200)):
        (folder / f"mine/{name}").mkdir(parents=True)
        size = seconds * 48000 * 2
        with open(folder / f"mine/{name}/a.wav", "wb") as file:  # sparse: silence with a tone at its beginning
            file.write(b"RIFF" + struct.pack("<I", 36 + size) + b"WAVEfmt " +
                       struct.pack("<IHHIIHH", 16, 1, 1, 48000, 96000, 2, 16) + b"data" + struct.pack("<I", size))
            file.write(b"".join(struct.pack("<h", round(32767 * x)) for x in sine(440, 48000, 0.5)))
            file.truncate(44 + size)
        (folder / "a.ph").write_text(f'cps: 1\nmaster: raw\nout $ s "{name}"\n')
        run = subprocess.Popen([harness.PHONON, "render", "a.ph", f"{name}.wav", "--samples", "mine", "--duration", "0.5"],
                               cwd=folder, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(run.pid, 0)
        run.returncode = os.waitstatus_to_exitcode(status)
        assert run.returncode == 0
        peaks.append(usage.ru_maxrss)  # KiB
    assert (folder / "short.wav").read_bytes() == (folder / "long.wav").read_bytes()
    assert peaks[1] < peaks[0] + 40_000, peaks  # decoded, it has 230 MB


def a_flat_pack_is_found_by_bank_and_by_name(folder):
    """As Debian's sonic-pi-samples and other packs lie there."""
    for name, hertz in (("drone_low", 110), ("drone_high", 880), ("zap", 440)):
        write_wav(folder / f"flat/{name}.wav", 44100, 1, sine(hertz, 44100, 0.4))
    for sound, hertz in (("drone_low", 110), ("drone:0", 880), ("drone:1", 110), ("drone:2", 880), ("zap", 440)):
        (folder / "a.ph").write_text(f'cps: 1\nmaster: raw\nout $ s "{sound}"\n')
        render("a.ph", "a.wav", "--samples", "flat", "--duration", 0.3, "--format", "wav32f", cwd=folder)
        heard = frequency_of(floats_of(read_wav(folder / "a.wav"))[::2][1000:14000], 48000)
        assert abs(heard / hertz - 1) < 0.002, (sound, heard)


harness.main([
    a_file_sounds_at_its_pitch_at_every_rate,
    broken_files_are_named_and_the_rest_plays,
    a_long_file_is_played_from_disk,
    a_flat_pack_is_found_by_bank_and_by_name,
])
