#include "engine/samples/drums/drums.hpp"
#include "engine/samples/drums/parts.hpp"

namespace phonon::engine::drums {

namespace {

// Two bands with decays of their own: the highs of a struck plate outlive its roar.
struct Cymbal {
    float seconds;
    float pitch, metal, hiss;
    float roar_band, roar, roar_t60;
    float shine_floor, shine_ceiling, shine, shine_t60;
    float bell_hertz, bell, bell_t60;  // the stick's ping
    float stroke;                      // the peak of the first instant
    Grit grit;
};

constexpr Cymbal crashes[variants] = {
    {2.6f, 1.31f, 1.0f, 0.20f, 3600, 1.0f, 0.80f, 5600, 11500, 0.9f, 1.55f, 0, 0, 1, 0.5f, {}},
    {2.6f, 1.87f, 0.6f, 0.45f, 4300, 1.0f, 1.00f, 5200, 11000, 0.9f, 1.75f, 0, 0, 1, 0.6f, {}},
    {1.0f, 2.13f, 0.6f, 0.40f, 4900, 0.8f, 0.34f, 6800, 12500, 0.9f, 0.65f, 0, 0, 1, 0.6f, {}},
    {1.5f, 1.13f, 0.9f, 0.40f, 3000, 1.0f, 0.60f, 4600, 8500, 0.8f, 1.00f, 0, 0, 1, 0.5f, {8, 2}},
};

constexpr Cymbal rides[variants] = {
    {2.0f, 2.31f, 1.0f, 0.06f, 5200, 0.8f, 0.90f, 6800, 12500, 0.8f, 1.30f, 2960, 0.08f, 0.60f, 0.4f, {}},
    {2.3f, 2.77f, 0.8f, 0.20f, 5800, 0.7f, 1.20f, 6200, 12000, 0.9f, 1.50f, 3570, 0.10f, 0.80f, 0.5f, {}},
    {0.8f, 3.07f, 0.8f, 0.15f, 6600, 0.6f, 0.35f, 7600, 13000, 0.8f, 0.50f, 4310, 0.14f, 0.28f, 0.5f, {}},
    {1.2f, 2.03f, 1.0f, 0.20f, 4300, 0.9f, 0.60f, 5200, 9000, 0.7f, 0.80f, 2510, 0.10f, 0.50f, 0.4f, {8, 2}},
};

std::vector<float> cymbal(const Cymbal& k) {
    std::vector<float> out(frames_of(k.seconds));
    Metal plate(k.pitch), edge(k.pitch * 1.347f);
    Noise noise(71);
    Filter roar(k.roar_band, 0.9f), shine(k.shine_floor, 0.7f), shine_again(k.shine_floor, 0.7f);
    Filter ceiling(k.shine_ceiling, 0.7f), floor(900, 0.7f);
    Fall roar_fall(k.roar_t60), shine_fall(k.shine_t60), bell_fall(k.bell_t60), stick(0.03f);
    // Partials of the bell with no common measure: together they ping and give no note.
    Sine bell[3] = {Sine(), Sine(0.3f), Sine(0.6f)};
    constexpr float partial[3] = {1.0f, 1.483f, 1.932f};
    for (std::size_t i = 0; i < out.size(); ++i) {
        // The product of two clangs has their every sum and difference: as dense as a struck plate.
        const float clang = plate.next();
        const float source = saturate(1.5f * (clang * (0.4f + 2.4f * edge.next()) * k.metal + noise.next() * k.hiss));
        const float stroke = 1.0f + k.stroke * stick.next();
        const float shining = ceiling.low(shine_again.high(shine.high(source)));
        float sum = roar.band(source) * k.roar * roar_fall.next() + shining * k.shine * shine_fall.next();
        if (k.bell > 0) {
            const float ping = k.bell * bell_fall.next();
            for (int p = 0; p < 3; ++p) sum += bell[p].next(k.bell_hertz * partial[p]) * ping;
        }
        out[i] = floor.high(sum) * stroke * rise(seconds_at(i), 0.0003f);
    }
    roughen(out, k.grit);
    return out;
}

}  // namespace

std::vector<float> crash(int variant) { return cymbal(crashes[variant]); }
std::vector<float> ride(int variant) { return cymbal(rides[variant]); }

}  // namespace phonon::engine::drums
