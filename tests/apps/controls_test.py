"""Every control of the language is heard, or the checker says that it is not: nothing is silent by accident."""
import json
import re

import harness
from harness import phonon, render

# Heard only beside others than their example sets, or not in the sound: each with a program that shows it.
ELSEWHERE = {
    "delaytime": 's "bd sn" # delaysend 0.5 # delaytime 0.1',
    "unit": 's "bd sn" # speed 2 # unit "c"',
    "n": 's "bd*4" # n "0 1"',
    "detune": 's "supersaw*4" # detune 0.8',
    "voice": 's "supersquare*4" # voice 0.9',
    "octersub": 's "supersaw*4" # octer 0.5 # octersub 0.5',
    "octersubsub": 's "supersaw*4" # octer 0.5 # octersubsub 0.5',
    "ringdf": 's "bd*4" # ringf 440 # ringdf 100',
    "sustainlevel": 's "supersaw*4" # decay 0.05 # sustainlevel 0.3',
    "tremolodepth": 's "supersaw*4" # tremolorate 8 # tremolodepth 1',
    "phaserdepth": 's "supersaw*4" # phaserrate 2 # phaserdepth 1',
    "vibmod": 's "supersaw*4" # vib 5 # vibmod 2',
    "pcurve": 's "supersaw*4" # penv 12 # pdecay 0.1 # pcurve 1',
    "panchor": 's "supersaw*4" # penv 12 # panchor 0.5',
    "fanchor": 's "supersaw*4" # cutoff 300 # lpenv 2 # fanchor 0.5',
    "fmh": 's "supersaw*4" # fmi 2 # fmh 2.5',
    "fmattack": 's "supersaw*4" # fmi 2 # fmattack 0.1',
    "fmdecay": 's "supersaw*4" # fmi 2 # fmdecay 0.1',
    "fmsustain": 's "supersaw*4" # fmi 2 # fmdecay 0.1 # fmsustain 0.5',
    "fmrelease": 's "supersaw*4" # legato 0.3 # fmi 2 # fmdecay 0.1 # fmsustain 0.8 # fmrelease 0.2',
    "fmwave": 's "supersaw*4" # fmi 2 # fmwave "square"',
    "lpdepth": 's "supersaw*4" # cutoff 500 # lprate 3 # lpdepth 0.4',
    "lprelease": 's "supersaw*4" # legato 0.3 # cutoff 500 # lpenv 3 # lpsustain 1 # lprelease 0.3',
    "hpdepth": 's "supersaw*4" # hcutoff 500 # hprate 3 # hpdepth 0.4',
    "hprelease": 's "supersaw*4" # legato 0.3 # hcutoff 500 # hpenv 3 # hpsustain 1 # hprelease 0.3',
    "bpdepth": 's "supersaw*4" # bandf 500 # bprate 3 # bpdepth 0.4',
    "bprelease": 's "supersaw*4" # legato 0.3 # bandf 500 # bpenv 3 # bpsustain 1 # bprelease 0.3',
    "prelease": 's "supersaw*4" # legato 0.3 # penv 12 # psustain 0.5 # prelease 0.1',
    "cut": 's "oh*8" # cut 1',
    "orbit": 's "oh*8" # cut 1 # orbit "0 1"',
    "loop": 's "hh*2" # speed 4 # legato 1 # loop 4',
}
SHOWN = {"color", "label"}  # for whoever shows the events
# Values of single instruments, what plays, what needs banks of a user's own, and what `voicing` reads.
MEANT_ELSEWHERE = {"dur", "gate", "s", "pw", "scale", "bank", "anchor", "chord", "dict", "mode", "octaves", "offset"}


def every_control_is_heard_or_said_to_be_unheard(folder):
    words = json.loads(phonon("doc", "--json")[0])["words"]
    heard, unheard, faults = 0, 0, []
    for word in words:
        name = word["name"]
        example = re.match(rf"^d1 \$ (.*) # {name} ", word.get("example", ""))
        if not example or name in SHOWN or name in MEANT_ELSEWHERE:
            continue
        program = ELSEWHERE.get(name, word["example"][len("d1 $ "):])
        (folder / "with.ph").write_text(f"cps: 1\nmaster: raw\nd1 $ {program}\n")
        (folder / "without.ph").write_text(f"cps: 1\nmaster: raw\nd1 $ {program[:program.rindex(f' # {name} ')]}\n")
        said = json.loads(phonon("check", "with.ph", "--json", cwd=folder)[0])["diagnostics"]
        if any(d["code"] == "W0602" for d in said):
            unheard += 1
            continue
        set_, plain = (render(f, "a.wav", "--duration", 1.5, cwd=folder)["hash"] for f in ("with.ph", "without.ph"))
        heard += 1
        if set_ == plain:
            faults.append(name)
    assert not faults, faults
    assert heard > 40 and unheard > 40, (heard, unheard)


harness.main([every_control_is_heard_or_said_to_be_unheard])
