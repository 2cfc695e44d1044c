#include "lang/played_controls.hpp"

#include <algorithm>
#include <array>

namespace phonon::lang {

namespace {

// Sorted. `color` and `label` are for whoever shows the events.
constexpr std::array<std::string_view, 62> played{
    "accelerate",  "attack",     "bandf",   "bandq",     "bank",          "begin",        "coarse",       "color",
    "crush",       "cut",        "cutoff",  "decay",     "delayfeedback", "delaysend",    "delaytime",    "distort",
    "djf",         "dur",        "end",     "freq",      "gain",          "gate",         "hcutoff",      "hold",
    "hresonance",  "kcutoff",    "krush",   "label",     "legato",        "loop",         "midinote",     "n",
    "note",        "nudge",      "octave",  "octer",     "octersub",      "octersubsub",  "orbit",        "pan",
    "phaserdepth", "phaserrate", "release", "resonance", "ringdf",        "ringf",        "room",         "s",
    "shape",       "size",       "speed",   "squiz",     "sustain",       "sustainlevel", "tremolodepth", "tremolorate",
    "triode",      "unit",       "up",      "velocity",  "vowel",         "waveloss"};
static_assert(std::is_sorted(played.begin(), played.end()));

}  // namespace

bool is_played_control(std::string_view name) noexcept {
    return std::binary_search(played.begin(), played.end(), name);
}

}  // namespace phonon::lang
