#include "engine/samples/drums/drums.hpp"
#include "engine/samples/drums/parts.hpp"

namespace phonon::engine::drums {

namespace {

struct Hat {
    float pitch;           // of the metal, 1 for the TR-808's six tones
    float metal, hiss;     // levels of the square waves and of noise
    float band, q;         // where the metal rings, Hz
    float floor, ceiling;  // all below and above is cut, Hz
    float closed_t60, open_t60;
    Grit grit;
};

constexpr Hat hats[variants] = {
    {1.0f, 1.0f, 0.05f, 8800, 0.8f, 6300, 13000, 0.10f, 0.75f, {}},
    {1.53f, 0.7f, 0.25f, 7800, 0.6f, 5200, 11000, 0.14f, 0.60f, {}},
    {1.91f, 0.5f, 0.35f, 9600, 0.7f, 7400, 13500, 0.055f, 0.32f, {}},
    {0.83f, 1.0f, 0.20f, 6000, 0.9f, 3900, 9000, 0.12f, 0.50f, {7, 2}},
};

// The stroke is a short bright peak over the longer ring.
std::vector<float> hat(const Hat& k, float seconds, float t60, float stroke) {
    std::vector<float> out(frames_of(seconds));
    Metal metal(k.pitch);
    Noise noise(37);
    Filter ring(k.band, k.q), floor(k.floor, 0.8f), floor_again(k.floor, 0.8f), ceiling(k.ceiling, 0.7f);
    Fall stick(0.02f), sound(t60);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const float source = floor.high(ring.band(metal.next()) * k.metal + noise.next() * k.hiss);
        // The edges of the squares stand up as spikes behind the filters; pressed, the ring between them is heard.
        const float pressed = floor_again.high(saturate(5.0f * source));
        const float level = stroke * stick.next() + (1.0f - stroke) * sound.next();
        out[i] = ceiling.low(pressed) * level * rise(seconds_at(i), 0.0003f);
    }
    roughen(out, k.grit);
    return out;
}

}  // namespace

std::vector<float> closed_hat(int variant) {
    const Hat& k = hats[variant];
    return hat(k, k.closed_t60 * 2.0f, k.closed_t60, 0.35f);
}

std::vector<float> open_hat(int variant) {
    const Hat& k = hats[variant];
    return hat(k, k.open_t60 * 1.7f, k.open_t60, 0.25f);
}

}  // namespace phonon::engine::drums
