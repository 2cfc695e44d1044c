// Changes attacks and tails whatever their level. A fast follower of the level, in dB, is compared with two followers
// of itself: it is ahead of the one that rises slowly in an attack, and below the one that falls slowly in a tail.
#include "dsp/math/loudness.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct TransientShaper {
    static constexpr Facts facts{
        .name = "transient_shaper",
        .aliases = "tshaper",
        .group = "dynamics",
        .summary = "Sharpens or softens the attacks of a sound, and lengthens or shortens its tails.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to shape"),
                   param("attack_db", "gain of the attacks", Measure::decibels, -24, 24, 6),
                   param("sustain_db", "gain of the tails", Measure::decibels, -24, 24, 0)},
        .example = "out $ s \"bd sn cp sn\" # transient_shaper 8 -6 * 0.6",
        .see_also = "compressor expander",
    };
    template <int L>
    struct State {
        Branching<L> fast{Float<L>(-80.0f)}, slow{Float<L>(-80.0f)}, lasting{Float<L>(-80.0f)};  // dB
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), attack = io.in(1), sustain = io.in(2);
        const float frame = io.frame_seconds();
        const Float<L> quick = kept_per_frame(Float<L>(0.001f), frame), late = kept_per_frame(Float<L>(0.02f), frame);
        const Float<L> fall = kept_per_frame(Float<L>(0.04f), frame), linger = kept_per_frame(Float<L>(0.4f), frame);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = left.at(i), y = right.at(i);
            const Float<L> level = max(frame_decibels(max(abs(x), abs(y))), -80.0f);
            const Float<L> fast = s.fast.step(level, quick, fall);
            // Whole gain where the followers are 12 dB apart.
            const Float<L> attacks = clamp((fast - s.slow.step(fast, late, fall)) * Float<L>(1.0f / 12.0f), 0.0f, 1.0f);
            const Float<L> tails =
                clamp((s.lasting.step(fast, quick, linger) - fast) * Float<L>(1.0f / 12.0f), 0.0f, 1.0f);
            const Float<L> gain = from_decibels(attacks * clamp(attack.at(i), -24.0f, 24.0f) +
                                                tails * clamp(sustain.at(i), -24.0f, 24.0f));
            io.out(i, 0, x * gain);
            io.out(i, 1, y * gain);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(transient_shaper, TransientShaper)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("transient_shaper lifts the first milliseconds of a hit and lowers its tail, at any level") {
    for (const double level : {0.02, 0.8}) {
        Signal hit = sine_wave(400, 48000, level);
        for (std::size_t i = 0; i < hit.size(); ++i)
            hit[i] *= i < 9600 ? 0.0f : std::exp(-static_cast<float>(i - 9600) / 4800);
        const auto part = [&](const Settings& set, long from, long to) {
            const Signal y = run_unit("transient_shaper", set, 48000, hit);
            return rms(Signal(y.begin() + 2 * from, y.begin() + 2 * to)) /
                   rms(Signal(hit.begin() + from, hit.begin() + to));
        };
        const Settings sharp{{{"attack_db", 12}, {"sustain_db", 0}}, {}},
            dry{{{"attack_db", 0}, {"sustain_db", -12}}, {}};
        CHECK(part(sharp, 9650, 9900) > 2);
        CHECK(part(sharp, 20000, 24000) == doctest::Approx(1).epsilon(0.02));
        CHECK(part(dry, 9650, 9900) > 0.9);
        CHECK(part(dry, 20000, 24000) < 0.6);
    }
}
TEST_CASE("transient_shaper gives both sides the same gain") {
    Signal x = sine_wave(300, 9600, 0.9);
    for (std::size_t i = 0; i < 3000; ++i) x[i] *= 0.05f;
    const Signal y = run_unit("transient_shaper", {{{"attack_db", 9}, {"sustain_db", -9}}, {}}, 9600, x);
    for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(y[2 * i] == y[2 * i + 1]);
}
TEST_CASE("transient_shaper's gain follows its followers: 1 and 20 ms up, 40 and 400 ms down, whole at 12 dB") {
    Signal x(192000, 0.1f);
    for (std::size_t i = 96000; i < x.size(); ++i) x[i] = 0.2f;
    const double step = 20 * std::log10(2.0);
    const auto gain_db = [&](const Signal& in, const Settings& set, std::size_t frame) {
        const Signal y = run_unit("transient_shaper", set, static_cast<int>(in.size()), in);
        return 20 * std::log10(static_cast<double>(y[2 * frame] / in[frame]));
    };
    const Settings attack{{{"attack_db", 12}, {"sustain_db", 0}}, {}},
        tail{{{"attack_db", 0}, {"sustain_db", -12}}, {}};
    for (const double ms : {2.0, 5.0, 20.0}) {
        const double ahead = step * ((20 * std::exp(-ms / 20) - std::exp(-ms)) / 19 - std::exp(-ms));
        CHECK(gain_db(x, attack, static_cast<std::size_t>(95999 + ms * 48)) ==
              doctest::Approx(ahead).scale(0).epsilon(0.02));
    }
    for (std::size_t i = 96000; i < x.size(); ++i) x[i] = 0.05f;
    for (const double ms : {10.0, 50.0, 200.0}) {
        const double below = step * ((400 * std::exp(-ms / 400) - 40 * std::exp(-ms / 40)) / 360 - std::exp(-ms / 40));
        CHECK(gain_db(x, tail, static_cast<std::size_t>(95999 + ms * 48)) ==
              doctest::Approx(-below).scale(0).epsilon(0.02));
    }
    CHECK(gain_db(x, attack, 90000) == doctest::Approx(0).scale(1).epsilon(0.001));
}
#endif
