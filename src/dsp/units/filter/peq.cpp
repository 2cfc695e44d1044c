// See math/svf_shelves.hpp.
#include "dsp/math/svf_shelves.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Peq {
    static constexpr Facts facts{
        .name = "peq",
        .group = "filter",
        .summary = "Bell equaliser: lifts or lowers a band around a frequency.",
        .inputs = {audio("in", "the sound to filter"),
                   param("freq", "middle of the band", Measure::hertz, 10, 22000, 1000, Curve::logarithmic),
                   param("gain_db", "boost or cut", Measure::decibels, -40, 40, 0),
                   param("q", "narrowness of the band", Measure::none, 0.1f, 30, 1, Curve::logarithmic)},
        .example = "out $ s \"bd*2 sn\" # peq 300 -6 2",
        .see_also = "lowshelf highshelf parametric_eq",
        .tail = 0.5f,
    };
    template <int L>
    struct State {
        SvfState<L> svf;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), freq = io.in(1), gain = io.in(2), q = io.in(3);
        for (int i = 0; i < io.frames();) {
            const SvfMix<L> mix = bell(freq.at(i), gain.at(i), q.at(i), io.rate());
            for (const int end = until(i, freq, gain, q); i < end; ++i) io.out(i, mix.step(s.svf, in.at(i)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(peq, Peq)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("peq gives its gain in the middle, nothing far away, and undoes itself with the opposite gain") {
    const auto at = [](double hertz, float db) {
        return gain_at("peq", hertz, {{{"freq", 1000}, {"gain_db", db}, {"q", 2}}, {}});
    };
    CHECK(at(1000, 12) == doctest::Approx(3.9811).epsilon(0.003));
    CHECK(at(1000, -12) == doctest::Approx(0.25119).epsilon(0.003).scale(0));
    CHECK(at(40, 12) == doctest::Approx(1.0).epsilon(0.01));
    CHECK(at(15000, 12) == doctest::Approx(1.0).epsilon(0.01));
    CHECK(at(1300, 9) * at(1300, -9) == doctest::Approx(1.0).epsilon(0.003));
}
#endif
