#include "engine/samples/drums/drums.hpp"
#include "engine/samples/drums/parts.hpp"

namespace phonon::engine::drums {

namespace {

constexpr int modes = 3;

struct Rim {
    float seconds;
    float hertz[modes], level[modes], t60[modes];
    float drive;
    float tick, tick_hertz;  // the stick itself
    Grit grit;
};

constexpr Rim rims[variants] = {
    {0.12f, {455, 1667, 2540}, {0.7f, 1.0f, 0.15f}, {0.050f, 0.035f, 0.015f}, 1.8f, 0.35f, 5000, {}},
    {0.15f, {222, 501, 1021}, {0.5f, 1.0f, 0.9f}, {0.060f, 0.048f, 0.030f}, 2.6f, 0.45f, 7000, {}},
    {0.08f, {820, 2310, 4150}, {0.8f, 1.0f, 0.5f}, {0.026f, 0.020f, 0.012f}, 1.5f, 0.50f, 9000, {}},
    {0.15f, {390, 1240, 1890}, {0.9f, 1.0f, 0.4f}, {0.070f, 0.045f, 0.030f}, 3.2f, 0.40f, 4000, {6, 3}},
};

}  // namespace

std::vector<float> rim(int variant) {
    const Rim& k = rims[variant];
    std::vector<float> out(frames_of(k.seconds));
    Sine mode[modes] = {Sine(), Sine(), Sine()};
    Noise noise(53);
    Filter stick(k.tick_hertz, 0.8f);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const float t = seconds_at(i);
        float sum = stick.band(noise.next()) * k.tick * decay(t, 0.006f);
        for (int m = 0; m < modes; ++m) sum += mode[m].next(k.hertz[m]) * k.level[m] * decay(t, k.t60[m]);
        out[i] = saturate(k.drive * sum);
    }
    roughen(out, k.grit);
    return out;
}

}  // namespace phonon::engine::drums
