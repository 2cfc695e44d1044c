#include "engine/samples/drums/drums.hpp"
#include "engine/samples/drums/parts.hpp"

namespace phonon::engine::drums {

namespace {

struct Kick {
    float seconds;
    float hertz, drop, drop_t60;  // the body falls from hertz + drop
    float snap, snap_t60;         // and, in the first instant, from that much above
    float hold, t60;              // full for `hold` seconds, then decays
    float drive;
    float click, click_hertz, click_t60;
    Grit grit;
};

constexpr Kick kicks[variants] = {
    {1.5f, 47, 70, 0.11f, 420, 0.018f, 0.02f, 0.95f, 1.15f, 0.16f, 2600, 0.012f, {}},
    {0.8f, 51, 175, 0.13f, 600, 0.014f, 0.045f, 0.42f, 1.6f, 0.26f, 5200, 0.016f, {}},
    {0.4f, 60, 150, 0.07f, 900, 0.012f, 0.030f, 0.19f, 2.0f, 0.30f, 6500, 0.009f, {}},
    {0.7f, 56, 120, 0.16f, 300, 0.02f, 0.03f, 0.36f, 3.0f, 0.22f, 3500, 0.03f, {8, 4}},
};

}  // namespace

std::vector<float> kick(int variant) {
    const Kick& k = kicks[variant];
    std::vector<float> out(frames_of(k.seconds));
    Sine body;
    Noise noise(11);
    Filter tip(k.click_hertz, 0.8f);
    const float full = saturate(k.drive);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const float t = seconds_at(i);
        const float hertz = k.hertz + k.drop * decay(t, k.drop_t60) + k.snap * decay(t, k.snap_t60);
        const float level = t < k.hold ? 1.0f : decay(t - k.hold, k.t60);
        const float click = tip.low(noise.next() + (i < 12 ? 1.0f : 0.0f)) * k.click * decay(t, k.click_t60);
        // Driven before its decay: the harmonics stay while the drum dies away, which keeps it audible on small
        // speakers.
        out[i] = saturate(k.drive * body.next(hertz)) / full * level + click;
    }
    roughen(out, k.grit);
    return out;
}

}  // namespace phonon::engine::drums
