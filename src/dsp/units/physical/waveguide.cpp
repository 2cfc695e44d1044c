// A string pulled aside and let go, heard through a pickup. Let go, the two slopes of the triangle travel as waves of
// velocity, which are a pulse as wide as the string is long on the far side of the finger; the pickup adds the wave
// that goes and the one that comes back (J. Smith, "Physical modeling using digital waveguides", Computer Music Journal
// 16(4), 1992; the two waves in one loop: M. Karjalainen et al., see math/string_loop.hpp).
#include "dsp/math/string_loop.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Waveguide {
    static constexpr Facts facts{
        .name = "waveguide",
        .group = "physical",
        .summary = "A string that is pulled and let go, as an electric guitar or clavinet hears it; without noise.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, 20, 10000, 110, Curve::logarithmic),
                   param("damping", "how dull the string is", Measure::ratio, 0, 1, 0.3f),
                   param("pickup", "where it is heard: 0 and 1 are its ends", Measure::ratio, 0, 1, 0.2f),
                   param("pull", "where it is pulled", Measure::ratio, 0.02f, 0.98f, 0.3f),
                   param("decay", "time in which the string dies by 60 dB", Measure::seconds, 0.01f, 60, 5,
                         Curve::logarithmic),
                   note_gate()},
        .example = "out $ note \"c2 c3 g2 <eb3 f3>\" # s \"waveguide\" # pickup 0.1",
        .see_also = "pluck modal",
        .tail = -1,
    };
    template <int L>
    struct State {
        Word<L> now{0u};
        Float<L> since{1e9f};  // frames since it was let go
        StringLoop<L> loop;
        Stroke<L> stroke;
    };
    static std::size_t memory_words(float rate) noexcept { return string_words(rate); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0), damping = io.in(1), pickup = io.in(2), pull = io.in(3), decay = io.in(4);
        const In<L> gate = io.in(5);
        const DelayLine<L> line(io.memory(), string_words(io.rate()));
        for (int i = 0; i < io.frames();) {
            const StringTuning<L> t(freq.at(i), damping.at(i), decay.at(i), io.rate());
            const Float<L> share = clamp(pull.at(i), 0.02f, 0.98f);
            const Float<L> edge = t.period * share;
            // From the pickup to the near end and back; the wave comes back upside down.
            const Float<L> way = t.period * clamp(pickup.at(i), 0.0f, 1.0f);
            for (const int end = until(i, freq, damping, pickup, pull, decay); i < end; ++i) {
                const Mask<L> struck = s.stroke.step(gate.at(i), t.hertz);
                s.since = select(struck, 0.0f, s.since);
                const Mask<L> loading = s.since < t.period;
                const auto loaded = [&](Float<L> from, Float<L> to) {  // the part of this frame between two times
                    return max(min(s.since + Float<L>(1.0f), to) - max(s.since, from), 0.0f);
                };
                const Float<L> pulse =
                    loaded(Float<L>(0.0f), edge) * (Float<L>(1.0f) - share) - loaded(edge, t.period) * share;
                const Float<L> stays = select(loading & (s.since + Float<L>(1.0f) < t.period), 0.0f, Float<L>(1.0f));
                const Float<L> y =
                    s.loop.reflect(StringLoop<L>::arriving(line, s.now, t), t) * stays + select(loading, pulse, 0.0f);
                line.write(s.now, y);
                s.since = min(s.since + Float<L>(1.0f), 1e9f);
                io.out(i, (y - line.read(s.now, way, 0)) * Float<L>(0.5f));
                s.now += Word<L>(1u);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(waveguide, Waveguide)

#if defined(PHONON_UNIT_TESTS)
#include <numbers>
using namespace phonon::dsp;
namespace {
Settings let_go(float freq, float pull, float pickup) {
    Signal gate(96000, 1.0f);
    gate[0] = 2;
    return {{{"freq", freq}, {"pull", pull}, {"pickup", pickup}, {"damping", 0}, {"decay", 60}}, {{"gate", gate}}};
}
}  // namespace
TEST_CASE("waveguide has the partials of a pulled string: sin(n pi pull) sin(n pi pickup) / n") {
    for (const float pull : {0.5f, 0.3f})
        for (const float pickup : {0.5f, 0.2f}) {
            const Signal x = run_unit("waveguide", let_go(100, pull, pickup), 48000);
            const auto theory = [&](double n) {
                const double pi = std::numbers::pi;
                return 2 / pi / n *
                       std::abs(std::sin(n * pi * static_cast<double>(pull)) *
                                std::sin(n * pi * static_cast<double>(pickup)));
            };
            for (int n = 1; n <= 8; ++n) {
                CAPTURE(n);
                CHECK(level_at(x, 100.0 * n) == doctest::Approx(theory(n)).epsilon(0.05).scale(0.1));
            }
        }
}
TEST_CASE("waveguide is in tune within a cent") {
    for (const float freq : {41.2f, 110.0f, 523.25f, 1318.5f}) {
        CAPTURE(freq);
        const Signal x = run_unit("waveguide", let_go(freq, 0.5f, 0.5f), 96000);
        const Signal part(x.begin() + 24000, x.begin() + 72000);
        const double f = static_cast<double>(freq);
        const double here = level_at(part, f);
        // Level falls off evenly on both sides of where the partial is.
        const double up = level_at(part, f * std::exp2(3 / 1200.0)), down = level_at(part, f * std::exp2(-3 / 1200.0));
        CHECK(here >= up);
        CHECK(here >= down);
        CHECK(std::abs(up - down) / here < 0.3 * (1 - std::min(up, down) / here) + 0.01);
    }
}
TEST_CASE("waveguide dies by 60 dB in the time it is given") {
    Settings set = let_go(220, 0.4f, 0.3f);
    set.constants["decay"] = 1.5f;
    const Signal x = run_unit("waveguide", set, 96000);
    const auto level = [&](int from) { return level_at(Signal(x.begin() + from, x.begin() + from + 9600), 220); };
    CHECK(20 * std::log10(level(57600) / level(9600)) == doctest::Approx(-40).epsilon(0.02));
}
#endif
