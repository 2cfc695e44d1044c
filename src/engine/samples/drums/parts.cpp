#include "engine/samples/drums/parts.hpp"

namespace phonon::engine::drums {

namespace {

constexpr float octaves = 12;  // from the softest level to full scale
constexpr float softest = 1.0f / 4095.0f;

}  // namespace

void roughen(std::vector<float>& frames, Grit grit) {
    if (grit.bits == 0) return;
    float peak = 1e-9f;
    for (float x : frames) peak = std::max(peak, x < 0 ? -x : x);
    const float steps_an_octave = static_cast<float>(1 << (grit.bits - 1)) / octaves;
    float held = 0;
    for (std::size_t i = 0; i < frames.size(); ++i) {
        if (i % static_cast<std::size_t>(grit.hold) == 0) {
            const dsp::Float<1> size = dsp::abs(dsp::Float<1>(frames[i] / peak));
            const auto step = static_cast<float>(static_cast<int>(
                dsp::log2(dsp::Float<1>(1.0f) + size * dsp::Float<1>(4095.0f)).lane(0) * steps_an_octave + 0.5f));
            const float level = (dsp::exp2(dsp::Float<1>(step / steps_an_octave)).lane(0) - 1.0f) * softest * peak;
            held = frames[i] < 0 ? -level : level;
        }
        frames[i] = held;
    }
}

}  // namespace phonon::engine::drums
