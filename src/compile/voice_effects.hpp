// The effects that a voice has of its own, as SuperDirt orders them.
#pragma once

#include <span>
#include <string_view>

namespace phonon::compile {

struct VoiceEffectParam {
    std::string_view control;  // "": `by_default`, whatever the event says
    float by_default;
};

// `unit` on the voice's sound, its inputs behind the sound taken from controls. The first control switches it on: an
// event that does not set it sounds as if the effect were not there.
struct VoiceEffect {
    std::string_view unit;
    VoiceEffectParam params[4];
    int param_count;
    // What the names of the envelope and the oscillator begin with that move the first parameter; "" where none do.
    std::string_view sweep = {};
};

std::span<const VoiceEffect> voice_effects() noexcept;

// No control means this by itself.
inline constexpr float not_set = -1e6f;

}  // namespace phonon::compile
