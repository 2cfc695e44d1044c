#include "lang/played_controls.hpp"

#include <algorithm>
#include <array>

namespace phonon::lang {

namespace {

// Sorted. `color` and `label` are for whoever shows the events; `chord`, `anchor` and their kin are read by `voicing`.
constexpr std::array<std::string_view, 68> played{
    "accelerate",   "anchor",      "attack",        "bandf",      "bandq",       "bank",
    "begin",        "chord",       "coarse",        "color",      "crush",       "cut",
    "cutoff",       "decay",       "delayfeedback", "delaysend",  "delaytime",   "dict",
    "distort",      "djf",         "dur",           "end",        "freq",        "gain",
    "gate",         "hcutoff",     "hold",          "hresonance", "kcutoff",     "krush",
    "label",        "legato",      "loop",          "midinote",   "mode",        "n",
    "note",         "nudge",       "octave",        "octaves",    "octer",       "octersub",
    "octersubsub",  "offset",      "orbit",         "pan",        "phaserdepth", "phaserrate",
    "release",      "resonance",   "ringdf",        "ringf",      "room",        "s",
    "shape",        "size",        "speed",         "squiz",      "sustain",     "sustainlevel",
    "tremolodepth", "tremolorate", "triode",        "unit",       "up",          "velocity",
    "vowel",        "waveloss"};
static_assert(std::is_sorted(played.begin(), played.end()));

}  // namespace

bool is_played_control(std::string_view name) noexcept {
    return std::binary_search(played.begin(), played.end(), name);
}

}  // namespace phonon::lang
