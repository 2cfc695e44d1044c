// The frequency of a sound from the time between its upward zero crossings.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct ZeroCrossing {
    static constexpr Facts facts{
        .name = "zero_crossing",
        .aliases = "zcr",
        .group = "analysis",
        .summary =
            "Frequency of a sound in Hz, from the length of its last wave: jumpy on noise, exact on simple tones.",
        .inputs = {audio("in", "the sound to measure")},
        .example = "~x $ s \"bd sn\"\nout $ ~x * 0.5 + sine (~x # zero_crossing # lag 0.05) * 0.1",
        .see_also = "pitch onset",
        .tail = -1,
    };
    template <int L>
    struct State {
        Float<L> before{0.0f}, since{1e9f}, hertz{0.0f};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            const Mask<L> up = (s.before < 0.0f) & (x >= 0.0f);
            // Between the two frames, on a straight line.
            const Float<L> part = x / select(up, max(x - s.before, 1e-30f), 1.0f);
            const Float<L> length = s.since + Float<L>(1.0f) - part;
            // The first crossing of all has none before it to be measured from.
            const Mask<L> measured = up & (s.since < 1e8f);
            s.hertz = select(measured, Float<L>(io.rate()) / max(length, 1.0f), s.hertz);
            s.since = select(up, part, min(s.since + Float<L>(1.0f), 1e9f));
            s.before = x;
            io.out(i, s.hertz);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(zero_crossing, ZeroCrossing)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("zero_crossing measures a tone within a cent") {
    for (const double hertz : {55.0, 441.3, 3000.7}) {
        const Signal y = run_unit("zero_crossing", {}, 9600, sine_wave(hertz, 9600));
        CHECK(std::abs(1200 * std::log2(static_cast<double>(y[9599]) / hertz)) < 1);
    }
}
#endif
