// The pitch of a voice or a single instrument, by the cumulative mean normalised difference (A. de Cheveigne, H.
// Kawahara, "YIN, a fundamental frequency estimator for speech and music", Journal of the Acoustical Society of America
// 111(4), 2002), a hundred times a second on the sound at about 12 kHz.
#include "dsp/math/svf.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Pitch {
    static constexpr Facts facts{
        .name = "pitch",
        .aliases = "pitch_detector",
        .group = "analysis",
        .summary = "The pitch of a single voice in Hz, held where there is none.",
        .inputs = {audio("in", "the sound to listen to"),
                   param("start", "what it says before it has heard a pitch", Measure::hertz, 0, 20000, 0),
                   param("trust", "how regular a sound must be to have a pitch: 0 perfectly, 1 not at all",
                         Measure::ratio, 0.01f, 1, 0.15f)},
        .example = "~voice $ note \"c3 e3 g3 c4\" # s \"superpiano\"\nout $ ~voice + square (~voice # pitch) * 0.1",
        .see_also = "zero_crossing onset amp_follower",
        .tail = -1,
    };
    static constexpr float target_rate = 12000, lowest = 40;
    // Frames at the low rate: how many are compared, and how far apart they are at most.
    static constexpr int compared = 256, farthest = 304, words = 1024;
    static_assert(compared + farthest + 1 < words);

    PHONON_INLINE static int step_of(float rate) noexcept {
        const int step = static_cast<int>(rate / target_rate + 0.5f);
        return step < 1 ? 1 : step;
    }
    template <int L>
    struct State {
        SvfState<L> filter[2];
        Word<L> now{0u}, kept{0u};  // frames, and those kept at the low rate
        Float<L> hertz{-1.0f};
    };
    static std::size_t memory_words(float) noexcept { return words; }

    // Hz, or 0 where there is no pitch.
    [[gnu::noinline]] static float find(const float* memory, int lanes, std::uint32_t end, float rate,
                                        float trust) noexcept {
        float x[compared + farthest + 1];
        for (int k = 0; k < compared + farthest + 1; ++k) {
            const std::uint32_t frame = end - static_cast<std::uint32_t>(compared + farthest + 1 - k);
            x[k] = memory[static_cast<int>(frame & (words - 1)) * lanes];
        }
        float difference[farthest + 1];
        for (int lag = 0; lag <= farthest; ++lag) {
            float part[4] = {};  // in a fixed order, four at a time
            for (int k = 0; k < compared; k += 4)
                for (int p = 0; p < 4; ++p) {
                    const float d = x[k + p] - x[k + p + lag];
                    part[p] += d * d;
                }
            difference[lag] = (part[0] + part[1]) + (part[2] + part[3]);
        }
        float sum = 0, normal[farthest + 1];
        normal[0] = 1;
        for (int lag = 1; lag <= farthest; ++lag) {
            sum += difference[lag];
            normal[lag] = sum > 1e-9f ? difference[lag] * static_cast<float>(lag) / sum : 1.0f;
        }
        for (int lag = 2; lag < farthest; ++lag) {
            if (normal[lag] >= trust || normal[lag] > normal[lag + 1]) continue;
            // The bottom of a parabola through three differences.
            const float a = difference[lag - 1], b = difference[lag], c = difference[lag + 1];
            const float bend = a - b - b + c;
            const float off = bend > 0 ? 0.5f * (a - c) / bend : 0.0f;
            return rate / (static_cast<float>(lag) + (off > -1 && off < 1 ? off : 0.0f));
        }
        return 0;
    }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), start = io.in(1), trust = io.in(2);
        const int step = step_of(io.rate());
        const float low_rate = io.rate() / static_cast<float>(step);
        const auto hop = static_cast<std::uint32_t>(low_rate * 0.01f);
        // Partials above 2 kHz say little about the pitch and fold back.
        const SvfCoefficients<L> first(Float<L>(2000.0f), Float<L>(0.5412f), io.rate());
        const SvfCoefficients<L> second(Float<L>(2000.0f), Float<L>(1.3066f), io.rate());
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = clamp(in.at(i), -1000.0f, 1000.0f);
            const Float<L> y = s.filter[1].step(s.filter[0].step(x, first).low, second).low;
            for (int l = 0; l < L; ++l) {
                if (s.now.lane(l) % static_cast<std::uint32_t>(step) != 0) continue;
                const std::uint32_t kept = s.kept.lane(l);
                io.memory()[static_cast<int>(kept & (words - 1)) * L + l] = y.lane(l);
                s.kept.set_lane(l, kept + 1);
                if (kept % hop != 0 || kept < compared + farthest + 1) continue;
                const float found =
                    find(io.memory() + l, L, kept + 1, low_rate, clamp(trust.at(i), 0.01f, 1.0f).lane(l));
                if (found > 0) s.hertz.set_lane(l, found);
            }
            s.now += Word<L>(1u);
            io.out(i, select(s.hertz < 0.0f, start.at(i), s.hertz));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(pitch, Pitch)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("pitch hears tones within 5 cents from 45 to 1000 Hz, whatever their partials") {
    for (const char* wave : {"sine", "saw", "square", "soft_saw"})
        for (const float hertz : {45.0f, 82.4f, 220.0f, 523.25f, 1000.0f}) {
            CAPTURE(wave);
            CAPTURE(hertz);
            const Signal x = run_unit(wave, {{{"freq", hertz}}, {}}, 24000);
            const Signal y = run_unit("pitch", {}, 24000, x);
            CHECK(std::abs(1200 * std::log2(static_cast<double>(y[23999] / hertz))) < 5);
        }
}
TEST_CASE("pitch holds what it has heard through silence and noise, and follows a new note within 0.1 s") {
    Signal x = run_unit("saw", {{{"freq", 220}}, {}}, 72000);
    const Signal noise = run_unit("noise", {}, 72000), next = run_unit("saw", {{{"freq", 330}}, {}}, 72000);
    for (std::size_t i = 12000; i < 24000; ++i) x[i] = 0;
    for (std::size_t i = 24000; i < 36000; ++i) x[i] = noise[i];
    for (std::size_t i = 36000; i < 72000; ++i) x[i] = next[i];
    const Signal y = run_unit("pitch", {}, 72000, x);
    CHECK(y[23999] == doctest::Approx(220).epsilon(0.02));
    CHECK(y[33000] == doctest::Approx(220).epsilon(0.02));
    CHECK(y[36000 + 4800] == doctest::Approx(330).epsilon(0.02));
}
TEST_CASE("pitch says what it is told before it has heard anything") {
    CHECK(run_unit("pitch", {{{"start", 110}}, {}}, 100)[99] == 110.0f);
}
#endif
