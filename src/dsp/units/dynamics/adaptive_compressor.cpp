// A compressor that listens at two speeds: peaks are let go quickly, long loud passages slowly, so that it needs no
// release time and does not pump (the automatic release of D. Giannoulis, M. Massberg, J. Reiss, "Parameter automation
// in a dynamic range compressor", Journal of the Audio Engineering Society 61(10), 2013, by the crest factor).
#include "dsp/math/loudness.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct AdaptiveCompressor {
    static constexpr Facts facts{
        .name = "adaptive_compressor",
        .group = "dynamics",
        .summary = "A compressor that finds its own times: quick on drums, slow on pads.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to compress"),
                   needed("threshold_db", "level above which it works", Measure::decibels, -80, 12, -18),
                   needed("ratio", "how many dB more in make one dB more out", Measure::none, 1, 100, 4,
                          Curve::logarithmic),
                   param("makeup_db", "gain behind it", Measure::decibels, -24, 48, 0)},
        .example = "out $ s \"bd*4, hh*8, ~ sn\" # adaptive_compressor -20 4 6",
        .see_also = "compressor limiter",
    };
    static constexpr float longest_attack = 0.08f, longest_release = 1.0f, listening = 0.2f;  // seconds

    template <int L>
    struct State {
        Float<L> peaks{0.0f}, powers{0.0f};  // squares
        Branching<L> reduced;                // dB
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), threshold = io.in(1), ratio = io.in(2), makeup = io.in(3);
        const float frame = io.frame_seconds();
        const Float<L> kept(kept_per_frame(Float<L>(listening), frame));
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = left.at(i), y = right.at(i);
            const Float<L> loud = min(max(abs(x), abs(y)), 1e9f);
            const Float<L> power = loud * loud + Float<L>(1e-12f);
            s.powers = power + kept * (s.powers - power);
            s.peaks = max(power, power + kept * (s.peaks - power));
            // 1 for a square wave, 2 for a sine, large for clicks.
            const Float<L> crest = clamp(s.peaks / max(s.powers, 1e-12f), 1.0f, 1000.0f);
            const Float<L> attack = Float<L>(2.0f * longest_attack) / crest;
            const Float<L> release = Float<L>(2.0f * longest_release) / crest - attack;
            const Float<L> rising = kept_per_frame(clamp(attack, 0.0005f, longest_attack), frame);
            const Float<L> falling = kept_per_frame(clamp(release, 0.02f, longest_release), frame);
            const Float<L> less =
                s.reduced.step(reduction(frame_decibels(loud), threshold.at(i), ratio.at(i)), rising, falling);
            const Float<L> gain = from_decibels(clamp(makeup.at(i), -24.0f, 48.0f) - less);
            io.out(i, 0, x * gain);
            io.out(i, 1, y * gain);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(adaptive_compressor, AdaptiveCompressor)

#if defined(PHONON_UNIT_TESTS)
#include <algorithm>
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("adaptive_compressor has the static curve of a compressor") {
    const auto settled = [](double in_db) {
        const Signal y = run_unit("adaptive_compressor", {{{"threshold_db", -20}, {"ratio", 4}}, {}}, 96000,
                                  Signal(96000, static_cast<float>(std::pow(10, in_db / 20))));
        return 20 * std::log10(static_cast<double>(y[y.size() - 2]));
    };
    CHECK(settled(-40) == doctest::Approx(-40).epsilon(0.001));
    CHECK(settled(0) == doctest::Approx(-15).epsilon(0.001));
}
TEST_CASE("adaptive_compressor lets go quickly after a click and slowly after a long tone") {
    // How much of the reduction is left 0.1 s after a loud passage of `loud` frames.
    const auto left = [](int loud) {
        Signal x(144000, 0.02f);
        for (int i = 0; i < loud; ++i) x[static_cast<std::size_t>(96000 + i)] = 1;
        const Signal y = run_unit("adaptive_compressor", {{{"threshold_db", -20}, {"ratio", 10}}, {}}, 144000, x);
        const auto reduced = [&](int at) {
            return -20 * std::log10(static_cast<double>(y[static_cast<std::size_t>(2 * at)] /
                                                        x[static_cast<std::size_t>(at)]));
        };
        return reduced(96000 + loud + 4800) / reduced(96000 + loud - 1);
    };
    CHECK(left(240) < 0.3);
    CHECK(left(40000) > 0.6);
}
TEST_CASE("adaptive_compressor gives both sides the same gain") {
    Signal x = sine_wave(300, 9600, 0.9);
    for (std::size_t i = 0; i < 3000; ++i) x[i] *= 0.05f;
    const Signal y = run_unit("adaptive_compressor", {{{"threshold_db", -20}, {"ratio", 4}}, {}}, 9600, x);
    for (std::size_t i = 0; i < x.size(); ++i) REQUIRE(y[2 * i] == y[2 * i + 1]);
}
TEST_CASE("adaptive_compressor's times follow the crest of the last fifth of a second") {
    // The same in double precision, straight from the paper's formulas.
    Signal x(96000, 0.05f);
    for (std::size_t i = 24000; i < 24480; ++i) x[i] = 1;
    for (std::size_t i = 48000; i < 72000; ++i) x[i] = 0.7f;
    const Signal y = run_unit("adaptive_compressor", {{{"threshold_db", -20}, {"ratio", 5}}, {}}, 96000, x);
    const double kept = std::exp(-1 / (0.2 * 48000));
    double peaks = 0, powers = 0, reduced = 0;
    for (std::size_t i = 0; i < x.size(); ++i) {
        const double power = std::pow(static_cast<double>(x[i]), 2) + 1e-12;
        powers = power + kept * (powers - power);
        peaks = std::max(power, power + kept * (peaks - power));
        const double crest = std::clamp(peaks / powers, 1.0, 1000.0), attack = 0.16 / crest,
                     release = 2.0 / crest - attack;
        const double over = 10 * std::log10(power) + 20;
        const double wanted = 0.8 * (over > 3 ? over : over < -3 ? 0 : (over + 3) * (over + 3) / 12);
        const double seconds = wanted > reduced ? std::clamp(attack, 0.0005, 0.08) : std::clamp(release, 0.02, 1.0);
        reduced = wanted + std::exp(-1 / (seconds * 48000)) * (reduced - wanted);
        if (i % 500 != 250) continue;
        CAPTURE(i);
        CHECK(20 * std::log10(static_cast<double>(x[i] / y[2 * i])) == doctest::Approx(reduced).scale(1).epsilon(0.01));
    }
}
#endif
