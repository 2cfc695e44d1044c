// A compressor that listens to another sound: the pad that ducks under the kick.
#include "dsp/math/loudness.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct SidechainCompressor {
    static constexpr Facts facts{
        .name = "sidechain_compressor",
        .aliases = "sidechain_comp sc_comp",
        .group = "dynamics",
        .summary = "Makes a sound softer while another one is loud.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to make softer"), audio("sidechain", "the sound that it listens to"),
                   param("threshold_db", "level of the sidechain above which it works", Measure::decibels, -80, 12,
                         -30),
                   param("ratio", "how many dB more in the sidechain take one dB less than them away", Measure::none, 1,
                         100, 4, Curve::logarithmic),
                   param("attack", "time in which two thirds of the gain are taken away", Measure::seconds, 0, 1,
                         0.005f),
                   param("release", "time in which two thirds of the gain come back", Measure::seconds, 0, 5, 0.15f)},
        .example =
            "~kick $ s \"bd*4\"\n~pad $ supersaw 110 # lpf 900\nout $ ~kick + (~pad # sidechain_compressor ~kick -30 8 "
            "0.002 0.15) * 0.4",
        .see_also = "compressor",
    };
    template <int L>
    struct State {
        Branching<L> reduced;  // dB
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), side_left = io.in(1, 0), side_right = io.in(1, 1);
        const In<L> threshold = io.in(2), ratio = io.in(3), attack = io.in(4), release = io.in(5);
        for (int i = 0; i < io.frames();) {
            const Float<L> rising = kept_per_frame(attack.at(i), io.frame_seconds());
            const Float<L> falling = kept_per_frame(release.at(i), io.frame_seconds());
            for (const int end = until(i, attack, release); i < end; ++i) {
                const Float<L> level = frame_decibels(max(abs(side_left.at(i)), abs(side_right.at(i))));
                const Float<L> gain =
                    from_decibels(-s.reduced.step(reduction(level, threshold.at(i), ratio.at(i)), rising, falling));
                io.out(i, 0, left.at(i) * gain);
                io.out(i, 1, right.at(i) * gain);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(sidechain_compressor, SidechainCompressor)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("sidechain_compressor follows the other sound and not its own") {
    Signal kick(48000, 0.0f);
    for (std::size_t i = 12000; i < 24000; ++i) kick[i] = 1;
    const Settings set{{{"threshold_db", -20}, {"ratio", 4}, {"attack", 0.005f}, {"release", 0.05f}},
                       {{"sidechain", kick}}};
    const Signal y = run_unit("sidechain_compressor", set, 48000, Signal(48000, 1.0f));
    CHECK(y[2 * 11999] == doctest::Approx(1));
    CHECK(20 * std::log10(static_cast<double>(y[2 * 23999])) == doctest::Approx(-15).epsilon(0.001));
    CHECK(y[2 * 47999] == doctest::Approx(1).epsilon(0.001));
}
TEST_CASE("sidechain_compressor gives both sides the same gain, in its attack and release times") {
    Signal kick(48000, 0.0f);
    for (std::size_t i = 12000; i < 24000; ++i) kick[i] = 1;
    const Settings set{{{"threshold_db", -20}, {"ratio", 100}, {"attack", 0.02f}, {"release", 0.1f}},
                       {{"sidechain", kick}}};
    const Signal y = run_unit("sidechain_compressor", set, 48000, Signal(48000, 0.5f));
    for (std::size_t i = 0; i < y.size(); i += 2) REQUIRE(y[i] == y[i + 1]);
    const auto reduced = [&](std::size_t i) { return 20 * std::log10(0.5 / static_cast<double>(y[2 * i])); };
    const double full = 20 * 0.99;
    CHECK(reduced(12000 + 959) == doctest::Approx(full * (1 - std::exp(-1))).scale(0).epsilon(0.005));
    CHECK(reduced(24000 + 4799) == doctest::Approx(full * std::exp(-1)).scale(0).epsilon(0.005));
}
#endif
