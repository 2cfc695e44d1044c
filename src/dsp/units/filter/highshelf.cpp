// See math/svf_shelves.hpp.
#include "dsp/math/svf_shelves.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Highshelf {
    static constexpr Facts facts{
        .name = "highshelf",
        .group = "filter",
        .summary = "Shelf equaliser: lifts or lowers all that lies above a frequency.",
        .inputs = {audio("in", "the sound to filter"),
                   param("freq", "frequency where half the gain is reached", Measure::hertz, 10, 22000, 4000,
                         Curve::logarithmic),
                   param("gain_db", "boost or cut", Measure::decibels, -40, 40, 0)},
        .example = "out $ s \"hh*8\" # highshelf 6000 -9",
        .see_also = "peq lowshelf",
        .tail = 0.5f,
    };
    template <int L>
    struct State {
        SvfState<L> svf;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), freq = io.in(1), gain = io.in(2);
        for (int i = 0; i < io.frames();) {
            const SvfMix<L> mix = high_shelf(freq.at(i), gain.at(i), Float<L>(0.70710678f), io.rate());
            for (const int end = until(i, freq, gain); i < end; ++i) io.out(i, mix.step(s.svf, in.at(i)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(highshelf, Highshelf)

#if defined(PHONON_UNIT_TESTS)
#include <complex>
using namespace phonon::dsp;
TEST_CASE("highshelf gives its gain above, half of it in dB at its frequency, nothing on the other side") {
    const auto at = [](double hertz, float db) {
        return gain_at("highshelf", hertz, {{{"freq", 1000}, {"gain_db", db}}, {}});
    };
    CHECK(at(20000, 12) == doctest::Approx(3.9811).epsilon(0.01));
    CHECK(at(20000, -12) == doctest::Approx(0.25119).epsilon(0.01).scale(0));
    CHECK(at(1000, 12) == doctest::Approx(1.9953).epsilon(0.003));
    CHECK(at(30, 12) == doctest::Approx(1.0).epsilon(0.01));
}
TEST_CASE("highshelf has the response of its prototype between") {
    // R. Bristow-Johnson's shelf of slope 1: q is 0.7071.
    const auto theory = [](double hertz, double db) {
        const double a = std::pow(10, db / 40),
                     w = std::tan(3.14159265 * hertz / 48000) / std::tan(3.14159265 * 1000 / 48000);
        const std::complex<double> s(0, w), root = std::sqrt(a) * std::sqrt(2.0) * s;
        return std::abs(a * (a * s * s + root + 1.0) / (s * s + root + a));
    };
    for (const double hertz : {200.0, 600.0, 900.0, 1400.0, 3000.0})
        for (const float db : {12.0f, -9.0f})
            CHECK(gain_at("highshelf", hertz, {{{"freq", 1000}, {"gain_db", db}}, {}}) ==
                  doctest::Approx(theory(hertz, static_cast<double>(db))).scale(0).epsilon(0.003));
}
#endif
