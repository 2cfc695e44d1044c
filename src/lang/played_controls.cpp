#include "lang/played_controls.hpp"

#include <algorithm>
#include <iterator>

namespace phonon::lang {

namespace {

// Sorted. `color` and `label` are for whoever shows the events; `chord`, `anchor` and their kin are read by `voicing`.
constexpr std::string_view played[] = {
    "accelerate",  "amp",         "anchor",    "attack",        "bandf",      "bandq",        "bank",
    "begin",       "bpattack",    "bpdecay",   "bpdepth",       "bpenv",      "bprate",       "bprelease",
    "bpsustain",   "bpsync",      "chord",     "coarse",        "color",      "crush",        "ctranspose",
    "cut",         "cutoff",      "decay",     "delayfeedback", "delaysend",  "delaytime",    "dict",
    "distort",     "djf",         "dur",       "end",           "fanchor",    "fmattack",     "fmdecay",
    "fmh",         "fmi",         "fmrelease", "fmsustain",     "fmwave",     "freq",         "gain",
    "gate",        "harmonic",    "hcutoff",   "hold",          "hpattack",   "hpdecay",      "hpdepth",
    "hpenv",       "hprate",      "hprelease", "hpsustain",     "hpsync",     "hresonance",   "kcutoff",
    "krush",       "label",       "legato",    "loop",          "lpattack",   "lpdecay",      "lpdepth",
    "lpenv",       "lprate",      "lprelease", "lpsustain",     "lpsync",     "midinote",     "mode",
    "n",           "note",        "nudge",     "octave",        "octaves",    "octer",        "octersub",
    "octersubsub", "offset",      "orbit",     "overgain",      "pan",        "panchor",      "pattack",
    "pcurve",      "pdecay",      "penv",      "phaserdepth",   "phaserrate", "postgain",     "prelease",
    "psustain",    "release",     "resonance", "ringdf",        "ringf",      "room",         "s",
    "shape",       "size",        "speed",     "squiz",         "sustain",    "sustainlevel", "tremolodepth",
    "tremolorate", "tremolosync", "triode",    "unit",          "up",         "velocity",     "vib",
    "vibmod",      "vowel",       "waveloss"};
static_assert(std::is_sorted(std::begin(played), std::end(played)));

}  // namespace

bool is_played_control(std::string_view name) noexcept {
    return std::binary_search(std::begin(played), std::end(played), name);
}

}  // namespace phonon::lang
