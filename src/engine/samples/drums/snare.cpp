#include "engine/samples/drums/drums.hpp"
#include "engine/samples/drums/parts.hpp"

namespace phonon::engine::drums {

namespace {

struct Snare {
    float seconds;
    float low, high;       // the two modes of the membranes, Hz
    float bend, bend_t60;  // they start higher by this factor
    float low_t60, high_t60, body;
    float wires, wires_t60, sizzle_t60;  // the wires' level; their long and their first, brighter decay
    float wires_low, wires_high;         // band of the wires, Hz
    Grit grit;
};

constexpr Snare snares[variants] = {
    {0.7f, 180, 331, 0.10f, 0.03f, 0.20f, 0.12f, 0.60f, 0.95f, 0.34f, 0.06f, 1400, 11000, {}},
    {0.7f, 196, 286, 0.70f, 0.03f, 0.17f, 0.13f, 0.55f, 1.45f, 0.38f, 0.10f, 900, 8500, {}},
    {0.35f, 236, 412, 0.45f, 0.02f, 0.10f, 0.07f, 0.60f, 1.50f, 0.17f, 0.05f, 1800, 13000, {}},
    {0.5f, 168, 268, 0.35f, 0.04f, 0.16f, 0.10f, 0.60f, 1.35f, 0.32f, 0.08f, 800, 6500, {8, 3}},
};

}  // namespace

std::vector<float> snare(int variant) {
    const Snare& k = snares[variant];
    std::vector<float> out(frames_of(k.seconds));
    Sine low, high;
    Noise noise(23);
    Filter floor(k.wires_low, 0.7f), ceiling(k.wires_high, 0.7f);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const float t = seconds_at(i);
        const float bend = 1.0f + k.bend * decay(t, k.bend_t60);
        const float body =
            low.next(k.low * bend) * decay(t, k.low_t60) + 0.6f * high.next(k.high * bend) * decay(t, k.high_t60);
        // The stick throws the wires off the head: they rattle fully a moment later.
        const float rattle = 0.55f * decay(t, k.sizzle_t60) + 0.45f * rise(t, 0.003f) * decay(t, k.wires_t60);
        const float wires = ceiling.low(floor.high(noise.next())) * k.wires * rattle;
        out[i] = saturate(1.4f * (k.body * body + 1.3f * wires)) * rise(t, 0.0002f);
    }
    roughen(out, k.grit);
    return out;
}

}  // namespace phonon::engine::drums
