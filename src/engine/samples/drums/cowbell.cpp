#include "engine/samples/drums/drums.hpp"
#include "engine/samples/drums/parts.hpp"

namespace phonon::engine::drums {

namespace {

struct Cowbell {
    float seconds;
    float low, high;  // the two square waves, Hz
    float band, q;    // Hz
    float strike_t60, ring_t60, ring;
    Grit grit;
};

constexpr Cowbell cowbells[variants] = {
    {0.8f, 540, 800, 1050, 1.1f, 0.055f, 0.48f, 0.42f, {}},
    {0.7f, 587, 845, 2640, 1.6f, 0.040f, 0.40f, 0.38f, {}},
    {0.3f, 662, 992, 1500, 1.2f, 0.030f, 0.15f, 0.45f, {}},
    {0.5f, 498, 741, 900, 1.4f, 0.060f, 0.32f, 0.50f, {7, 4}},
};

}  // namespace

std::vector<float> cowbell(int variant) {
    const Cowbell& k = cowbells[variant];
    std::vector<float> out(frames_of(k.seconds));
    Square low(k.low), high(k.high, 0.25f);
    Filter body(k.band, k.q), floor(350, 0.7f);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const float t = seconds_at(i);
        const float both = low.next() + 0.85f * high.next();
        const float level = (1.0f - k.ring) * decay(t, k.strike_t60) + k.ring * decay(t, k.ring_t60);
        out[i] = floor.high(body.band(both) + 0.12f * both) * level * rise(t, 0.0003f);
    }
    roughen(out, k.grit);
    return out;
}

}  // namespace phonon::engine::drums
