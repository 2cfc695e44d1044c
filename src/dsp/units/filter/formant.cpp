// Three resonances side by side, free to move (the parallel branch of D. Klatt, "Software for a cascade/parallel
// formant synthesizer", Journal of the Acoustical Society of America 67(3), 1980).
#include "dsp/math/svf.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct FormantUnit {
    static constexpr Facts facts{
        .name = "formant",
        .group = "filter",
        .summary = "Three resonances that can be moved: voices that vowel does not know.",
        .inputs = {audio("in", "the sound to shape"),
                   param("f1", "the first and loudest resonance", Measure::hertz, 20, 20000, 650, Curve::logarithmic),
                   param("f2", "the second, 6 dB softer", Measure::hertz, 20, 20000, 1080, Curve::logarithmic),
                   param("f3", "the third, 12 dB softer", Measure::hertz, 20, 20000, 2650, Curve::logarithmic),
                   param("bw1", "width of the first", Measure::hertz, 1, 5000, 80, Curve::logarithmic),
                   param("bw2", "width of the second", Measure::hertz, 1, 5000, 90, Curve::logarithmic),
                   param("bw3", "width of the third", Measure::hertz, 1, 5000, 120, Curve::logarithmic)},
        .example = "out $ saw 110 # formant (sine 0.3 * 200 + 500) 1400 2600 * 0.5",
        .see_also = "vowel bpf",
        .tail = 2,
    };
    static constexpr int resonances = 3;

    template <int L>
    struct State {
        SvfState<L> filter[resonances];
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0);
        const auto coefficients = [&](int r, int i) {
            const Float<L> hertz = clamp(io.in(1 + r).at(i), 20.0f, 20000.0f);
            return SvfCoefficients<L>(hertz, hertz / clamp(io.in(4 + r).at(i), 1.0f, 5000.0f), io.rate());
        };
        for (int i = 0; i < io.frames();) {
            const SvfCoefficients<L> k[resonances] = {coefficients(0, i), coefficients(1, i), coefficients(2, i)};
            const Float<L> gain[resonances] = {k[0].k * Float<L>(3.0f), k[1].k * Float<L>(1.5f),
                                               k[2].k * Float<L>(0.75f)};
            const int end = until(i, io.in(1), io.in(2), io.in(3), io.in(4), io.in(5), io.in(6));
            for (; i < end; ++i) {
                Float<L> sum(0.0f);
                for (int r = 0; r < resonances; ++r) sum += gain[r] * s.filter[r].step(in.at(i), k[r]).band;
                io.out(i, sum);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(formant, FormantUnit)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("formant resonates where it is told, 6 dB less each") {
    const Settings set{{{"f1", 500}, {"f2", 2000}, {"f3", 5000}}, {}};
    CHECK(gain_at("formant", 500, set) == doctest::Approx(3).epsilon(0.05));
    CHECK(gain_at("formant", 2000, set) == doctest::Approx(1.5).epsilon(0.05));
    CHECK(gain_at("formant", 5000, set) == doctest::Approx(0.75).epsilon(0.08).scale(0));
}
TEST_CASE("formant's width is 3 dB down at both sides") {
    const Settings set{{{"f1", 1000}, {"f2", 15000}, {"f3", 18000}, {"bw1", 100}}, {}};
    CHECK(gain_at("formant", 1051.25, set) == doctest::Approx(3 * 0.7071).epsilon(0.02).scale(0));
}
#endif
