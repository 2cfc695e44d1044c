// A bowed string: at the bow two delay lines meet, one to the bridge and one to the nut, and the bow holds the string
// or lets it slip as friction decides (M. McIntyre, R. Schumacher, J. Woodhouse, "On the oscillations of musical
// instruments", JASA 74(5), 1983; as two lines and a table of friction: J. Smith, "Efficient simulation of the
// reed-bore and bow-string mechanisms", ICMC 1986). Friction falls with the fourth power of the speed of slipping (P.
// Cook, G. Scavone, "The Synthesis ToolKit in C++", ICMC 1999). Once round the string takes one period, so it is in
// tune.
#include "dsp/math/string_loop.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Bowed {
    static constexpr Facts facts{
        .name = "bowed",
        .group = "physical",
        .summary = "A bowed string: it starts with each note and goes on as long as the bow moves.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, 20, 10000, 220, Curve::logarithmic),
                   param("pressure", "how hard the bow presses", Measure::ratio, 0, 1, 0.5f),
                   param("position", "where it is bowed: 0.08 at the bridge, 0.5 in the middle", Measure::ratio, 0.08f,
                         0.5f, 0.125f),
                   param("bow", "how fast the bow moves", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ note \"c3 g3 <eb3 d3> c4\" # s \"bowed\" # adsr 0.05 0.1 0.8 0.2",
        .see_also = "waveguide pluck clarinet",
        .tail = -1,
    };
    template <int L>
    struct State {
        Word<L> now{0u};
        Float<L> moving{0.0f};      // the bow's speed, which takes some time to change
        Float<L> x{0.0f}, y{0.0f};  // of the filter that takes out what the first stroke leaves behind
    };
    static std::size_t memory_words(float rate) noexcept { return 2 * std::size_t{string_words(rate)}; }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0), pressure = io.in(1), position = io.in(2), speed = io.in(3);
        const std::uint32_t words = string_words(io.rate());
        const DelayLine<L> near(io.memory(), words), far(io.memory() + std::size_t{words} * L, words);
        const Float<L> one(1.0f);
        const Float<L> steady = exp(Float<L>(-60.0f * io.frame_seconds()));
        const Float<L> kept = exp(Float<L>(-300.0f * io.frame_seconds()));
        for (int i = 0; i < io.frames();) {
            const Float<L> hertz = clamp(abs(freq.at(i)), lowest_string, 0.25f * io.rate());
            const Float<L> period = Float<L>(io.rate()) / hertz;
            const Float<L> share = clamp(position.at(i), 0.08f, 0.5f);
            const Float<L> to_bridge = max(period * share, 3.0f);
            const Float<L> to_nut = period - to_bridge;
            // The bridge rounds what it sends back over a fifteenth of the period.
            const Float<L> round = min(period * Float<L>(1.0f / 30.0f), to_bridge - Float<L>(1.5f));
            // Friction falls to half at a speed that is a part of the bow's own: so a slow bow and a fast one, near the
            // bridge and far from it, can all hold the string for the longest part of each period.
            const Float<L> grip = share * Float<L>(2.0f) * exp2(clamp(pressure.at(i), 0.0f, 1.0f) * Float<L>(-1.5f));
            const Float<L> wanted = clamp(speed.at(i), 0.0f, 1.0f);
            for (const int end = until(i, freq, pressure, position, speed); i < end; ++i) {
                s.moving = wanted + kept * (s.moving - wanted);
                const Float<L> middle = near.read(s.now, to_bridge);
                const Float<L> beside = near.read(s.now, to_bridge - round) + near.read(s.now, to_bridge + round);
                const Float<L> from_bridge = (middle * Float<L>(0.5f) + beside * Float<L>(0.25f)) * Float<L>(-0.985f);
                const Float<L> from_nut = -far.read(s.now, to_nut);
                const Float<L> apart = s.moving - (from_bridge + from_nut);
                const Float<L> slip = abs(apart) * grip / max(s.moving, 1e-6f) + Float<L>(0.75f);
                const Float<L> square = min(slip * slip, 1e6f);
                const Float<L> pulled = apart * clamp(one / (square * square), 0.01f, 0.98f);
                near.write(s.now, from_nut + pulled);
                far.write(s.now, from_bridge + pulled);
                // How far the string swings is the bow's speed over its place.
                const Float<L> y = middle * share * Float<L>(3.0f);
                s.y = y - s.x + steady * s.y;
                s.x = y;
                io.out(i, s.y);
                s.now += Word<L>(1u);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(bowed, Bowed)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Signal bow(double hertz, std::map<std::string, float> settings, int frames = 96000) {
    settings["freq"] = static_cast<float>(hertz);
    return run_unit("bowed", {std::move(settings), {}}, frames);
}
// How far the strongest partial near `hertz` is off; 20 where there is none within 15 cents.
double cents_off(const Signal& x, double hertz) {
    const Signal part(x.end() - 32768, x.end());
    double most = 0, at = 20;
    for (double cents = -15; cents <= 15; cents += 0.5) {
        const double level = level_at(part, hertz * std::exp2(cents / 1200));
        if (level > most) {
            most = level;
            at = cents;
        }
    }
    return std::abs(at) == 15 ? 20 : at;
}
// Seconds until half of the loudness that it settles at is reached.
double start_of(const Signal& x) {
    const double loud = rms(Signal(x.end() - 32768, x.end()));
    std::size_t i = 0;
    while (i + 480 < x.size() &&
           rms(Signal(x.begin() + static_cast<long>(i), x.begin() + static_cast<long>(i) + 480)) < loud / 2)
        i += 240;
    return static_cast<double>(i) / 48000;
}
}  // namespace
TEST_CASE("bowed is in tune within 3 cents over five octaves, wherever and however hard it is bowed") {
    for (const double hertz : {55.0, 110.0, 233.08, 440.0, 987.77, 1760.0})
        for (const float position : {0.1f, 0.125f, 0.25f})
            for (const float pressure : {0.2f, 0.8f}) {
                CAPTURE(hertz);
                CAPTURE(position);
                CAPTURE(pressure);
                const Signal x = bow(hertz, {{"position", position}, {"pressure", pressure}}, 60000);
                CHECK(std::abs(cents_off(x, hertz)) <= 3);
            }
}
TEST_CASE(
    "bowed swings as H. Helmholtz saw it: partials fall as 1/n, and those that have a node at the bow are missing") {
    for (const double hertz : {110.0, 220.0, 440.0}) {
        const Signal x = bow(hertz, {});
        const Signal part(x.end() - 48000, x.end());
        const double first = level_at(part, hertz);
        for (const int n : {2, 3, 4, 5}) {
            CAPTURE(n);
            CHECK(n * level_at(part, n * hertz) / first == doctest::Approx(1).epsilon(0.12));
        }
        CHECK(8 * level_at(part, 8 * hertz) / first < 0.3);
    }
}
TEST_CASE(
    "bowed starts within a fifth of a second and is as loud at every pitch, twice as loud at twice the speed, without "
    "DC") {
    const double usual = rms(bow(220, {}), 48000);
    CHECK(usual > 0.3);
    CHECK(usual < 0.6);
    for (const double hertz : {55.0, 110.0, 220.0, 440.0, 880.0, 1760.0}) {
        CAPTURE(hertz);
        const Signal x = bow(hertz, {});
        CHECK(rms(x, 48000) == doctest::Approx(usual).scale(0).epsilon(0.1));
        CHECK(start_of(x) < 0.2);
        CHECK(level_at(Signal(x.begin() + 48000, x.end()), 0) < 1e-3);
        CHECK(peak(x) < 2);
        CHECK(rms(bow(hertz, {{"bow", 1}}), 48000) == doctest::Approx(2 * usual).scale(0).epsilon(0.1));
    }
}
TEST_CASE("bowed dies away when the bow stands still") {
    Signal speed(96000, 0.5f);
    for (std::size_t i = 48000; i < speed.size(); ++i) speed[i] = 0;
    const Signal x = run_unit("bowed", {{{"freq", 220}}, {{"bow", speed}}}, 96000);
    CHECK(peak(x, 84000) < 0.01 * peak(x));
}
TEST_CASE("bowed keeps its bounds when everything leaps about") {
    Settings set;
    for (const char* name : {"freq", "pressure", "position", "bow"}) {
        Signal& s = set.signals[name];
        for (std::uint32_t i = 0; i < 96000; ++i) {
            const float chance = static_cast<float>((i / 700 * 2654435761u >> 8) % 1000) / 1000;
            s.push_back(name[0] == 'f' ? 30 * std::exp2(8 * chance) : chance);
        }
    }
    CHECK(peak(run_unit("bowed", set, 96000)) < 8);
}
#endif
