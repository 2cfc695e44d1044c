// A feed-forward compressor (math/loudness.hpp); both channels get the same gain, so the image stays where it is.
#include "dsp/math/loudness.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Compressor {
    static constexpr Facts facts{
        .name = "compressor",
        .aliases = "comp",
        .group = "dynamics",
        .summary = "Makes loud parts softer, so that the whole can be louder.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to compress"),
                   needed("threshold_db", "level above which it works", Measure::decibels, -80, 12, -18),
                   needed("ratio", "how many dB more in make one dB more out", Measure::none, 1, 100, 4,
                          Curve::logarithmic),
                   param("attack", "time in which two thirds of the gain are taken away", Measure::seconds, 0, 1,
                         0.005f),
                   param("release", "time in which two thirds of the gain come back", Measure::seconds, 0, 5, 0.1f),
                   param("makeup_db", "gain behind it", Measure::decibels, -24, 48, 0)},
        .example = "out $ s \"bd*4, hh*8, ~ sn\" # compressor -18 4 0.005 0.1 6",
        .see_also = "sidechain_compressor limiter expander",
    };
    template <int L>
    struct State {
        Branching<L> reduced;  // dB
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), threshold = io.in(1), ratio = io.in(2);
        const In<L> attack = io.in(3), release = io.in(4), makeup = io.in(5);
        for (int i = 0; i < io.frames();) {
            const Float<L> rising = kept_per_frame(attack.at(i), io.frame_seconds());
            const Float<L> falling = kept_per_frame(release.at(i), io.frame_seconds());
            for (const int end = until(i, attack, release); i < end; ++i) {
                const Float<L> x = left.at(i), y = right.at(i);
                const Float<L> level = frame_decibels(max(abs(x), abs(y)));
                const Float<L> less = s.reduced.step(reduction(level, threshold.at(i), ratio.at(i)), rising, falling);
                const Float<L> gain = from_decibels(clamp(makeup.at(i), -24.0f, 48.0f) - less);
                io.out(i, 0, x * gain);
                io.out(i, 1, y * gain);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(compressor, Compressor)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
namespace {
// Output level in dB for a steady level in dB.
double settled(double in_db, const Settings& settings) {
    const Signal y =
        run_unit("compressor", settings, 48000, Signal(48000, static_cast<float>(std::pow(10, in_db / 20))));
    return 20 * std::log10(static_cast<double>(y[y.size() - 2]));
}
}  // namespace
TEST_CASE("compressor's static curve has its threshold, its ratio, a bend of 6 dB and its makeup") {
    const Settings set{{{"threshold_db", -20}, {"ratio", 4}}, {}};
    CHECK(settled(-40, set) == doctest::Approx(-40).epsilon(0.0005));
    CHECK(settled(-24, set) == doctest::Approx(-24).epsilon(0.0005));
    CHECK(settled(-20, set) == doctest::Approx(-20 - 0.75 * 9.0 / 12).epsilon(0.0005).scale(0));
    CHECK(settled(-12, set) == doctest::Approx(-18).epsilon(0.0005));
    CHECK(settled(0, set) == doctest::Approx(-15).epsilon(0.0005));
    CHECK(settled(0, {{{"threshold_db", -20}, {"ratio", 4}, {"makeup_db", 10}}, {}}) ==
          doctest::Approx(-5).epsilon(0.001));
}
TEST_CASE("compressor attacks and releases in its times") {
    Signal x(96000, 0.01f);
    for (std::size_t i = 24000; i < 48000; ++i) x[i] = 1;
    const Signal y = run_unit(
        "compressor", {{{"threshold_db", -20}, {"ratio", 100}, {"attack", 0.02f}, {"release", 0.2f}}, {}}, 96000, x);
    const auto reduced = [&](std::size_t i) { return 20 * std::log10(static_cast<double>(x[i] / y[2 * i])); };
    const double full = 20 * 0.99;
    CHECK(reduced(24000 + 959) == doctest::Approx(full * (1 - std::exp(-1))).epsilon(0.005).scale(0));
    CHECK(reduced(47999) == doctest::Approx(full).epsilon(0.001).scale(0));
    CHECK(reduced(48000 + 9599) == doctest::Approx(full * std::exp(-1)).epsilon(0.005).scale(0));
}
TEST_CASE("compressor lowers both sides alike") {
    const float in[2] = {1.0f, 0.1f};
    float out[2] = {};
    const float values[] = {-20, 10, 0, 0.1f, 0};
    const InputView views[] = {{in, 0, 0},         {values, 0, 0},     {values + 1, 0, 0},
                               {values + 2, 0, 0}, {values + 3, 0, 0}, {values + 4, 0, 0}};
    const Kernel& kernel = find_unit("compressor")->kernels->mono;
    alignas(64) std::byte state[64];
    REQUIRE(kernel.state_size <= sizeof state);
    kernel.init(state);
    kernel.run({views, out, 2, 1, 48000, state, nullptr, nullptr});
    CHECK(out[0] < 0.5f);
    CHECK(out[1] / out[0] == doctest::Approx(0.1).scale(0));
}
#endif
