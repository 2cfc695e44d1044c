// Distortion by tanh, antialiased.
#include "dsp/math/antialias.hpp"
#include "dsp/math/delay_line.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Distortion {
    static constexpr Facts facts{
        .name = "distortion",
        .aliases = "distort dist",
        .group = "shape",
        .summary = "Overdrive: pushes the sound into a soft ceiling at full scale; more drive, more harmonics.",
        .inputs = {audio("in", "the sound to drive"),
                   needed("drive", "how hard it is pushed; 1 is gentle", Measure::ratio, 0.1f, 100, 3,
                          Curve::logarithmic),
                   param("mix", "0 is the sound alone, 1 the driven sound alone", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ saw \"55 82.5\" # distortion 6 0.7 # lpf 2500 * 0.4",
        .see_also = "softclip hardclip wavefold shape triode",
    };
    template <int L>
    struct State {
        Emphasis<L> emphasis;
        MeanTanh<L> curve;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), drive = io.in(1), mix = io.in(2);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            const Float<L> y = s.curve.step(s.emphasis.step(x) * clamp(drive.at(i), 0.1f, 100.0f));
            io.out(i, dry_wet(x, y, mix.at(i)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(distortion, Distortion)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
namespace {
// Power of what is no harmonic of a tone, below `top` Hz, in dB under the tone; the tone is 2^13 samples' bin 853
// (4998 Hz at 48 kHz), whose aliases fall between the harmonics.
double aliases_db(const Signal& y, double top) {
    const std::vector<double> db = spectrum_db(y);
    const std::size_t tone = db.size() * 2 * 853 / 8192;
    double sum = 0;
    for (std::size_t k = 20; k < static_cast<std::size_t>(top / 48000 * 2 * static_cast<double>(db.size())); ++k) {
        const std::size_t off = k % tone;
        if (off > 8 && tone - off > 8) sum += std::pow(10, db[k] / 10);
    }
    return 10 * std::log10(sum) - db[tone];
}
}  // namespace
TEST_CASE("distortion's aliases lie at least 12 dB below those of a plain tanh") {
    const Signal x = sine_wave(853 * 48000.0 / 8192, 65536);
    for (const float drive : {3.0f, 20.0f}) {
        const Signal y = run_unit("distortion", {{{"drive", drive}, {"mix", 1}}, {}}, 65536, x);
        Signal plain(x.size());
        for (std::size_t i = 0; i < x.size(); ++i) plain[i] = std::tanh(x[i] * drive);
        CHECK(aliases_db(y, 10000) < aliases_db(plain, 10000) - 12);
    }
}
TEST_CASE("distortion follows tanh for slow sounds and passes soft ones flat") {
    const Signal y = run_unit("distortion", {{{"drive", 4}, {"mix", 1}}, {}}, 4800, Signal(4800, 0.3f));
    CHECK(y[4000] == doctest::Approx(std::tanh(1.2)).epsilon(1e-5).scale(0));
    for (const double hertz : {100.0, 10000.0, 15000.0}) {
        const Signal z = run_unit("distortion", {{{"drive", 1}, {"mix", 1}}, {}}, 96000, sine_wave(hertz, 96000, 0.01));
        CHECK(20 * std::log10(level_at(Signal(z.begin() + 48000, z.end()), hertz) / 0.01) ==
              doctest::Approx(0).scale(1).epsilon(1.0));
    }
}
TEST_CASE("distortion never leaves full scale") {
    CHECK(peak(run_unit("distortion", {{{"drive", 100}, {"mix", 1}}, {}}, 48000, sine_wave(7777, 48000, 4))) <= 1.0);
}
#endif
