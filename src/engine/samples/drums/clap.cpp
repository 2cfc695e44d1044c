#include "engine/samples/drums/drums.hpp"
#include "engine/samples/drums/parts.hpp"

namespace phonon::engine::drums {

namespace {

constexpr int hands = 4;

struct Clap {
    float seconds;
    float starts[hands];  // when each pair of hands meets, seconds; the last one has the room behind it
    float hand_t60;
    float room, room_t60;
    float band, q, floor, air;  // Hz; air is how much passes above the band
    Grit grit;
};

constexpr Clap claps[variants] = {
    {0.8f, {0, 0.0102f, 0.0205f, 0.0306f}, 0.022f, 0.42f, 0.42f, 1120, 1.3f, 500, 0.10f, {}},
    {0.7f, {0, 0.0088f, 0.0193f, 0.0271f}, 0.018f, 0.50f, 0.36f, 1350, 0.9f, 600, 0.22f, {}},
    {0.3f, {0, 0.0061f, 0.0117f, 0.0184f}, 0.014f, 0.45f, 0.14f, 1750, 0.9f, 800, 0.30f, {}},
    {0.5f, {0, 0.0125f, 0.0222f, 0.0364f}, 0.026f, 0.55f, 0.30f, 980, 1.5f, 420, 0.12f, {7, 3}},
};

float hands_at(const Clap& k, float t) {
    float level = 0;
    for (int h = 0; h < hands; ++h) {
        const float since = t - k.starts[h];
        if (since < 0) break;
        level = decay(since, k.hand_t60);  // each clap chokes the one before
        if (h == hands - 1) level = (1.0f - k.room) * level + k.room * decay(since, k.room_t60);
    }
    return level;
}

}  // namespace

std::vector<float> clap(int variant) {
    const Clap& k = claps[variant];
    std::vector<float> out(frames_of(k.seconds));
    Noise noise(41);
    Filter palm(k.band, k.q), floor(k.floor, 0.7f);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const float t = seconds_at(i);
        const float white = noise.next();
        out[i] =
            saturate(2.5f * floor.high(palm.band(white) + k.air * 0.3f * white) * hands_at(k, t)) * rise(t, 0.0002f);
    }
    roughen(out, k.grit);
    return out;
}

}  // namespace phonon::engine::drums
