"""All commands but render, as people and editors run them."""
import json
import os

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
    for w in words:
        assert phonon("doc", w["name"])[0].startswith(w["name"] + " - "), w["name"]


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
    several_files_are_checked_at_once,
    no_colours_in_a_pipe,
    fmt_writes_the_canonical_form,
    the_tracks_keep_their_meaning_when_formatted,
    the_examples_are_canonical,
    events_are_exact,
    events_of_a_program,
    doc_knows_every_word,
    explain_knows_every_code,
    samples_lists_the_kit_and_folders,
    a_missing_sound_proposes_another,
    a_full_disk_is_told,
    the_cpu_level_can_be_forced,
])
