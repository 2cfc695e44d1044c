"""All commands but render, as people and editors run them."""
import json
import os
import re
import shutil
import subprocess
from xml.etree import ElementTree

import harness
from harness import ROOT, TRACKS, phonon


def version_and_help(_):
    out, err = phonon("--version")
    assert out.startswith("phonon 0.") and "cpu " in out and err == ""
    assert phonon("version")[0] == out
    out, _ = phonon("--help")
    for command in ("render", "demo", "check", "fmt", "events", "doc", "explain", "samples"):
        assert f"\n  {command} " in out, command
        assert "Usage" in phonon(command, "--help")[0]


def usage_errors_are_status_2(_):
    for args in ([], ["nonsense"], ["check"], ["events"], ["check", "--nonsense", "x.ph"], ["doc", "nosuchword"],
                 ["explain", "E9999"], ["events", "-e", '"bd"', "--cycles", "4:1"], ["events", "-e", '"bd"', "--cycles", "x"],
                 ["render"], ["doc", "--json", "--markdown"]):
        out, err = phonon(*args, status=2)
        assert out == "" and err, args


def good_programs_pass_in_silence(_):
    for track in sorted(TRACKS.glob("*.ph")):
        assert phonon("check", track) == ("", ""), track


def bad_programs_are_refused(folder):
    for bad in sorted((TRACKS / "bad").glob("*.ph")):
        out, err = phonon("check", bad, status=1)
        assert out == "" and "error[E" in err and bad.name in err, bad
    told = json.loads(phonon("check", TRACKS / "bad/01_many_errors.ph", "--json", status=1)[0])["diagnostics"]
    errors = [d for d in told if d["severity"] == "error"]
    assert len(errors) >= 4, errors
    text = (TRACKS / "bad/01_many_errors.ph").read_text().split("\n")
    for d in errors:
        assert 1 <= d["line"] <= len(text) and 1 <= d["column"] <= len(text[d["line"] - 1]) + 1, d
        phonon("explain", d["code"])


def the_json_of_check_is_as_documented(folder):
    """docs/diagnostics.md is the contract: its example is made again, and its table names every field."""
    page = (ROOT / "docs/diagnostics.md").read_text()
    example = json.loads(page[page.index("{\n  \"diag"):page.index("```\n\n| field")])
    (folder / "bass.ph").write_text("-- bass\n-- of\n-- four lines\n~bass $ savv 55 # lpf 800\nout $ ~bass\n")
    said = phonon("check", "bass.ph", "--json", cwd=folder, status=1)[0]
    assert json.loads(said) == example
    assert said in page, "the page shows it as it is written"
    (folder / "twice.ph").write_text("\ufeff~ab $ saw 55\n~ab $ saw 110\nout $\t~ab # lpff\n", encoding="utf-8")
    told = json.loads(phonon("check", "twice.ph", "--json", cwd=folder, status=1)[0])["diagnostics"]
    fields = set(example["diagnostics"][0])
    for d in told:
        assert set(d) == fields and d["severity"] in ("error", "warning", "note"), d
        assert all(f"`{field}`" in page for field in d)
        assert (d["line"], d["column"]) <= (d["end_line"], d["end_column"])
    assert told == sorted(told, key=lambda d: (d["file"], d["line"], d["column"]))
    assert [(d["code"], d["line"], d["column"]) for d in told] == [("E0501", 2, 1), ("E0102", 3, 13)], told
    [first] = told[0]["related"]
    assert set(first) == {"file", "line", "column", "end_line", "end_column", "message"}
    assert (first["line"], first["column"], first["end_column"]) == (1, 1, 4)


def several_files_are_checked_at_once(folder):
    (folder / "good.ph").write_text("out $ saw 110\n")
    (folder / "bad.ph").write_text("out $ savv 110\n")
    out, _ = phonon("check", "good.ph", "bad.ph", "--json", cwd=folder, status=1)
    assert {d["file"] for d in json.loads(out)["diagnostics"]} == {"bad.ph"}
    _, err = phonon("check", "bad.ph", "missing.ph", "good.ph", cwd=folder, status=3)
    assert "missing.ph" in err and "savv" in err
    assert json.loads(phonon("check", "good.ph", "--json", cwd=folder)[0]) == {"diagnostics": []}


def no_colours_in_a_pipe(_):
    assert "\x1b" not in phonon("check", TRACKS / "bad/04_arity.ph", status=1)[1]


def fmt_writes_the_canonical_form(folder):
    messy = 'out:   saw(110,  0.5)\n#   lpf 800\n'
    tidy = phonon("fmt", "-", stdin=messy)[0]
    assert tidy != messy and phonon("fmt", "-", stdin=tidy)[0] == tidy
    (folder / "a.ph").write_text(messy)
    _, err = phonon("fmt", "--check", "a.ph", cwd=folder, status=1)
    assert "a.ph" in err and (folder / "a.ph").read_text() == messy
    assert phonon("fmt", "a.ph", cwd=folder) == ("", "")
    assert (folder / "a.ph").read_text() == tidy
    assert phonon("fmt", "--check", "a.ph", cwd=folder) == ("", "")
    (folder / "bad.ph").write_text("out $ (saw 110\n")
    phonon("fmt", "bad.ph", "a.ph", cwd=folder, status=1)
    assert (folder / "bad.ph").read_text() == "out $ (saw 110\n"
    phonon("fmt", "missing.ph", cwd=folder, status=3)
    assert sorted(os.listdir(folder)) == ["a.ph", "bad.ph"]


def the_tracks_keep_their_meaning_when_formatted(folder):
    for track in sorted(TRACKS.glob("*.ph")):
        tidy = phonon("fmt", "-", stdin=track.read_text())[0]
        assert phonon("fmt", "-", stdin=tidy)[0] == tidy, track


def formatting_keeps_the_sound(folder):
    """Old-style input and messy lines included: the hash of the rendering is that of the canonical form."""
    shutil.copytree(TRACKS / "lib", folder / "lib")
    messy = "out:   saw(110)\n  #   lpf(800,0.7)\n"
    programs = {p.name: p.read_text() for p in [*TRACKS.glob("*.ph"), *(ROOT / "examples").glob("*.ph")]}
    programs["messy.ph"] = messy + "d2 $   every 2  ( fast 2 )$s \"bd  sn\"#speed 1.5 -- kept\n"
    for name, text in sorted(programs.items()):
        tidy = phonon("fmt", "-", stdin=text)[0]
        told = [re.findall(r"-- *(.*\S)", re.sub(r'"[^"\n]*"|(?m:^#)', lambda m: "--" if m[0] == "#" else "", form))
                for form in (text, tidy)]
        assert told[0] == told[1], (name, told)
        hashes = []
        for form in (text, tidy):
            (folder / name).write_text(form)
            report = json.loads(phonon("render", name, "a.wav", "--duration", 0.5, "--json", cwd=folder)[0])
            hashes.append(report["hash"])
        assert hashes[0] == hashes[1], name


def shells_and_man_know_every_command_and_option(folder):
    """Completions and manual are made from the parser's own table; shells read what they are given."""
    commands = re.findall(r"^  ([a-z]+)  ", phonon("--help")[0], re.MULTILINE)
    assert len(commands) > 10
    made = {shell: phonon("completions", shell)[0] for shell in ("bash", "zsh", "fish")}
    made["man"] = phonon("manual")[0].replace("\\-", "-")
    for command in commands:
        options = set(re.findall(r"--[a-z][a-z-]*", phonon(command, "--help")[0]))
        for shell, text in made.items():
            assert command in text, (shell, command)
            for option in options - {"--help"}:
                assert (option if shell != "fish" else f"-l {option[2:]}") in text, (shell, command, option)
    phonon("completions", "csh", status=2)
    (folder / "phonon.bash").write_text(made["bash"])
    ask = """
        phonon() { "$PHONON" "$@"; }
        source ./phonon.bash
        complete_line() { COMP_WORDS=("$@"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _phonon; echo "${COMPREPLY[*]}"; }
        complete_line phonon ren
        complete_line phonon render --cyc
        complete_line phonon doc lp
        complete_line phonon explain E010
        complete_line phonon check x
    """
    (folder / "x.ph").write_text("out $ saw 55\n")
    run = subprocess.run(["bash", "-c", ask], cwd=folder, capture_output=True, text=True,
                         env={**os.environ, "PHONON": str(harness.PHONON)})
    lines = run.stdout.splitlines()
    assert run.stderr == "" and lines[0] == "render" and lines[1] == "--cycles" and lines[4] == "x.ph", run
    assert "lpf" in lines[2].split() and "E0102" in lines[3].split(), run
    for checker in (["zsh", "-n"], ["fish", "-n"]):
        if shutil.which(checker[0]):
            subprocess.run(checker, input=made[checker[0]], text=True, check=True)
    if shutil.which("man"):
        (folder / "phonon.1").write_text(phonon("manual")[0])
        run = subprocess.run(["man", "--warnings", "-l", "phonon.1"], cwd=folder, capture_output=True, text=True,
                             env={**os.environ, "MANPAGER": "cat", "LC_ALL": "C.UTF-8"})
        assert run.returncode == 0 and run.stderr == "" and "--max-lufs" in run.stdout, run.stderr


def the_examples_are_canonical(_):
    for example in sorted((ROOT / "examples").glob("*.ph")):
        assert phonon("fmt", "--check", example) == ("", ""), example


def events_are_exact(_):
    out, _ = phonon("events", "-e", '"bd(3,8) sn"', "--cycles", "0:1", "--json")
    told = json.loads(out)
    assert told["cycles"] == ["0/1", "1/1"]
    events = told["sources"][0]["events"]
    assert [(e["whole"], e["value"]) for e in events] == [
        (["0/1", "1/16"], "bd"), (["3/16", "1/4"], "bd"), (["3/8", "7/16"], "bd"), (["1/2", "1/1"], "sn")]
    assert json.loads(phonon("events", "-e", '"1 2 3"', "--cycles", "1/3:2/3", "--json")[0])["sources"][0]["events"] == [
        {"whole": ["1/3", "2/3"], "part": ["1/3", "2/3"], "value": 2}]
    text, _ = phonon("events", "-e", '"bd sn"', "--cycles", "1")
    assert [line.split() for line in text.splitlines()] == [["0/1", "-", "1/2", "bd"], ["1/2", "-", "1/1", "sn"]]


def events_beyond_the_limits_are_told(_):
    for expression in ('fast 1e9 $ s "bd"', 's "bd*<1 2 1e9>"', 'striate 1e6 $ s "bd*4"'):
        out, err = phonon("events", "-e", expression, status=1)
        assert out == "" and "more than 65,536 events in cycle" in err, (expression, err)
    out, err = phonon("events", "-e", 'fast 1e18 $ s "bd"')
    assert out == "" and "too fine or too far" in err, err


def events_of_a_program(folder):
    (folder / "a.ph").write_text('~kick $ s "bd*2"\nd1 $ ~kick\nd2 $ s "hh sn" # gain 0.5\n')
    told = json.loads(phonon("events", "a.ph", "--cycles", "1", "--json", cwd=folder)[0])
    sounds = sorted(e["value"]["s"] for source in told["sources"] for e in source["events"])
    assert sounds == ["bd", "bd", "hh", "sn"], told
    assert all(e["value"]["gain"] == 0.5 for source in told["sources"] for e in source["events"] if e["value"]["s"] == "hh")
    phonon("events", "missing.ph", cwd=folder, status=3)
    phonon("events", TRACKS / "bad/04_arity.ph", status=1)
    _, err = phonon("events", "-e", '"bd [sn"', status=1)
    assert "error[E" in err


def events_as_a_picture(folder):
    (folder / "p.ph").write_text('d1 $ s "bd*4 sn"\nd2 $ n "0 4 <7 12>" # s "superpiano"\n')
    phonon("events", "p.ph", "--picture", "p.svg", "--cycles", "2", cwd=folder)
    root = ElementTree.parse(folder / "p.svg").getroot()
    rects = [e for e in root.iter() if e.tag.endswith("rect")]
    assert len(rects) >= 2 * (5 + 3) * 2, len(rects)  # each event and its beginning, over two cycles
    labels = [e.text for e in root.iter() if e.tag.endswith("text")]
    assert "d1" in labels and "bd" in labels and "sn" in labels, labels
    phonon("events", "p.ph", "--picture", "nowhere/p.svg", cwd=folder, status=3)


def scales_and_chords(_):
    scales = {name: row["semitones"] for row in json.loads(phonon("doc", "--scales", "--json")[0]) for name in row["names"]}
    assert scales["minor"] == [0, 2, 3, 5, 7, 8, 10] and scales["rast"] == [0, 2, 3.5, 5, 7, 9, 10.5], scales["rast"]
    chords = {name: row["semitones"] for row in json.loads(phonon("doc", "--chords", "--json")[0]) for name in row["names"]}
    assert chords["min7"] == [0, 3, 7, 10] and len(chords) >= 100
    assert len(scales) >= 150
    assert "minor" in phonon("doc", "--scales")[0] and "min7" in phonon("doc", "--chords", "--markdown")[0]


def doc_knows_every_word(_):
    words = json.loads(phonon("doc", "--json")[0])["words"]
    names = [w["name"] for w in words]
    assert {"saw", "lpf", "fast"} <= set(names) and len(names) > 20
    topics = json.loads(phonon("doc", "--topics", "--json")[0])["topics"]
    assert sorted(names) == sorted(word for topic in topics for word in topic["words"])
    text = phonon("doc", "lpf")[0]
    assert "cutoff" in text and "hertz" in text and "out $" in text
    assert json.loads(phonon("doc", "lpf", "--json")[0])["words"][0]["params"][1]["default"] == "1000"
    assert "did you mean `saw`" in phonon("doc", "savv", status=2)[1]
    kick = json.loads(phonon("doc", "superkick", "--json")[0])["words"][0]
    assert kick["kind"] == "instrument" and [p["default"] for p in kick["params"] if p["name"] == "punch"] == ["6"], kick
    for w in words:
        assert phonon("doc", w["name"])[0].startswith(w["name"] + " - "), w["name"]


def doc_draws_units(folder):
    def picture(word):
        phonon("doc", word, "--picture", "out.svg", cwd=folder)
        svg = ElementTree.parse(folder / "out.svg").getroot()
        lines = [[tuple(map(float, p.split(","))) for p in line.get("points").split()]
                 for line in svg.iter("{http://www.w3.org/2000/svg}polyline")]
        assert lines and len(lines[-1]) > 20, word
        return lines

    # A low-pass at 1 kHz: level with the left end at 100 Hz, far below at 10 kHz. Pixels grow downwards.
    for line in picture("lpf"):
        assert abs(line[0][1] - line[20][1]) < 3 and line[-20][1] > line[0][1] + 60, line
    # A compressor bends under the diagonal; an envelope begins and ends at its lowest; a saw has waves.
    diagonal, *curves = picture("compressor")
    assert all(curve[-1][1] > diagonal[-1][1] + 5 for curve in curves)
    course = picture("adsr")[-1]
    assert max(y for _, y in course) - course[-1][1] < 2 and min(y for _, y in course) < course[-1][1] - 50
    saw = picture("saw")[-1]
    assert sum(b[1] - a[1] > 20 for a, b in zip(saw, saw[4:])) >= 2
    # A room dies away.
    decay = picture("plate")[-1]
    assert decay[-1][1] > decay[5][1] + 80
    for word in ("distortion", "pluck", "tremolo", "onset", "abs", "delay", "noise", "modal", "vowel"):
        picture(word)
    _, err = phonon("doc", "fast", "--picture", "out.svg", cwd=folder, status=2)
    assert "no unit" in err
    for word in ("convolve", "wavetable"):
        _, err = phonon("doc", word, "--picture", "out.svg", cwd=folder, status=2)
        assert "recording" in err
    phonon("doc", "lpf", "--picture", folder / "nowhere/out.svg", status=3)


def explain_knows_every_code(_):
    rows = json.loads(phonon("explain", "--json")[0])["diagnostics"]
    assert len(rows) > 20
    for row in rows[:8]:
        text, _ = phonon("explain", row["code"])
        assert row["title"] in text and row["explanation"].split()[0] in text


def samples_lists_the_kit_and_folders(folder):
    banks = {b["bank"]: b for b in json.loads(phonon("samples", "--json")[0])["banks"]}
    assert {"bd", "sn", "hh", "cp"} <= set(banks) and banks["bd"]["count"] >= 1
    (folder / "mine/zap").mkdir(parents=True)
    (folder / "mine/zap/a.wav").write_bytes(b"not decoded while listing")
    out, _ = phonon("samples", "--samples", "mine", cwd=folder)
    assert any(line.split()[:2] == ["zap", "1"] for line in out.splitlines()), out
    assert "zap" in phonon("samples", cwd=folder, env={"PHONON_SAMPLES": "mine"})[0]
    _, err = phonon("samples", "--samples", "nowhere", cwd=folder, status=3)
    assert "nowhere" in err


def a_missing_sound_proposes_another(folder):
    (folder / "a.ph").write_text('out $ s "cpp"\n')
    _, err = phonon("check", "a.ph", cwd=folder, status=1)
    assert "cpp" in err and "`cp`" in err


def a_full_disk_is_told(_):
    with open("/dev/full", "w") as full:
        run = harness.subprocess.run([harness.PHONON, "doc", "--json"], stdout=full, stderr=harness.subprocess.PIPE)
    assert run.returncode == 3 and b"could not be written" in run.stderr


def the_cpu_level_can_be_forced(_):
    level = phonon("version")[0].split("cpu ")[1].rstrip(")\n")
    if level != "plain":
        assert "cpu v2" in phonon("version", env={"PHONON_CPU": "v2"})[0]


harness.main([
    version_and_help,
    usage_errors_are_status_2,
    good_programs_pass_in_silence,
    bad_programs_are_refused,
    the_json_of_check_is_as_documented,
    several_files_are_checked_at_once,
    no_colours_in_a_pipe,
    fmt_writes_the_canonical_form,
    the_tracks_keep_their_meaning_when_formatted,
    formatting_keeps_the_sound,
    shells_and_man_know_every_command_and_option,
    the_examples_are_canonical,
    events_are_exact,
    events_beyond_the_limits_are_told,
    events_as_a_picture,
    scales_and_chords,
    events_of_a_program,
    doc_knows_every_word,
    doc_draws_units,
    explain_knows_every_code,
    samples_lists_the_kit_and_folders,
    a_missing_sound_proposes_another,
    a_full_disk_is_told,
    the_cpu_level_can_be_forced,
])
