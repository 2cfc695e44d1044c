#include "engine/samples/drums/drums.hpp"
#include "engine/samples/drums/parts.hpp"

namespace phonon::engine::drums {

namespace {

struct Tom {
    float hertz[3];        // low, middle, high
    float bend, bend_t60;  // starts higher by this factor
    float t60;             // of the low tom; smaller ones are shorter
    float overtone, drive;
    float skin, skin_hertz, skin_t60;
    Grit grit;
};

constexpr Tom toms[variants] = {
    {{84, 121, 168}, 0.35f, 0.09f, 0.75f, 0.05f, 1.1f, 0.10f, 900, 0.20f, {}},
    {{78, 112, 158}, 1.10f, 0.14f, 0.55f, 0.28f, 1.7f, 0.30f, 3200, 0.05f, {}},
    {{98, 142, 200}, 0.90f, 0.06f, 0.24f, 0.22f, 2.0f, 0.40f, 4500, 0.03f, {}},
    {{88, 128, 176}, 0.60f, 0.12f, 0.42f, 0.15f, 3.2f, 0.35f, 2200, 0.08f, {8, 4}},
};

}  // namespace

std::vector<float> tom(TomSize size, int variant) {
    const Tom& k = toms[variant];
    const int s = static_cast<int>(size);
    const float t60 = k.t60 * (1.0f - 0.16f * static_cast<float>(s));
    std::vector<float> out(frames_of(t60 * 1.6f));
    Sine head, overtone;
    Noise noise(61 + static_cast<std::uint32_t>(s));
    Filter skin(k.skin_hertz, 0.7f);
    const float full = saturate(k.drive);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const float t = seconds_at(i);
        const float hertz = k.hertz[s] * (1.0f + k.bend * decay(t, k.bend_t60));
        // 1.593 is the second mode of an ideal membrane (the first zero of J1 over that of J0).
        const float sum = head.next(hertz) + k.overtone * overtone.next(hertz * 1.593f) * decay(t, t60 * 0.35f);
        const float struck = skin.low(noise.next()) * k.skin * decay(t, k.skin_t60);
        out[i] = saturate(k.drive * sum) / full * decay(t, t60) * rise(t, 0.0005f) + struck;
    }
    roughen(out, k.grit);
    return out;
}

}  // namespace phonon::engine::drums
