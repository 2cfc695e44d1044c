#include "compile/voice_effects.hpp"

namespace phonon::compile {

std::span<const VoiceEffect> voice_effects() noexcept {
    // Order and defaults of SuperDirt's event modules; `resonance` has become a q before it reaches the filter.
    static constexpr VoiceEffect effects[] = {
        {"vowel", {{"vowel", not_set}}, 1},
        {"shape", {{"shape", not_set}}, 1},
        {"hpf", {{"hcutoff", not_set}, {"hresonance", 0.7071f}}, 2, "hp"},
        {"bpf", {{"bandf", not_set}, {"bandq", 10.0f}}, 2, "bp"},
        {"crush", {{"crush", not_set}}, 1},
        {"coarse", {{"coarse", not_set}}, 1},
        {"lpf", {{"cutoff", not_set}, {"resonance", 0.7071f}}, 2, "lp"},
        {"djf", {{"djf", not_set}}, 1},
        {"triode", {{"triode", not_set}}, 1},
        {"distortion", {{"distort", not_set}}, 1},
        {"tremolo", {{"tremolorate", not_set}, {"tremolodepth", 0.5f}}, 2},
        {"tremolo", {{"tremolosync", not_set}, {"tremolodepth", 0.5f}}, 2},
        {"phaser", {{"phaserrate", not_set}, {"phaserdepth", 0.5f}}, 2},
        {"waveloss", {{"waveloss", not_set}}, 1},
        {"squiz", {{"squiz", not_set}}, 1},
        {"krush", {{"krush", not_set}, {"kcutoff", 5000.0f}}, 2},
        {"octer", {{"octer", not_set}, {"octersub", 0.0f}, {"octersubsub", 0.0f}}, 3},
        {"scram", {{"scram", not_set}}, 1},
        {"binshift", {{"binshift", not_set}}, 1},
        {"smear", {{"smear", not_set}}, 1},
        {"enhance", {{"enhance", not_set}}, 1},
        {"hbrick", {{"hbrick", not_set}}, 1},
        {"lbrick", {{"lbrick", not_set}}, 1},
        {"ring", {{"ringf", not_set}, {"", 1.0f}, {"ringdf", 0.0f}}, 3},
    };
    return effects;
}

}  // namespace phonon::compile
