// A reed on a tube: the reed closes the more the pressure in the mouth is above that in the tube, and so decides how
// much of what comes back is sent out again (M. McIntyre, R. Schumacher, J. Woodhouse, "On the oscillations of musical
// instruments", JASA 74(5), 1983; the reed as a reflection that falls straight with the pressure across it: J. Smith,
// "Efficient simulation of the reed-bore and bow-string mechanisms", ICMC 1986). The tube's open end sends back what
// arrives upside down, so there and back is half a period, and the tube has odd partials only.
#include "dsp/math/string_loop.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Clarinet {
    static constexpr Facts facts{
        .name = "clarinet",
        .group = "physical",
        .summary = "A tube with a reed, hollow as a clarinet; it speaks when it is blown hard enough.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, 20, 10000, 220, Curve::logarithmic),
                   param("breath", "how hard it is blown; it speaks from about 0.6", Measure::ratio, 0, 1, 0.8f)},
        .example = "out $ note \"c4 e4 g4 <b3 c5>\" # s \"clarinet\" # adsr 0.02 0.1 0.9 0.1 * 0.6",
        .see_also = "flute bowed square",
        .tail = -1,
    };
    template <int L>
    struct State {
        Word<L> now{0u};
        StringLoop<L> end;
        Float<L> blown{0.0f};
        Float<L> x{0.0f}, y{0.0f};  // of the filter that takes the steady pressure out
    };
    static std::size_t memory_words(float rate) noexcept { return string_words(rate); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0), breath = io.in(1);
        const DelayLine<L> line(io.memory(), string_words(io.rate()));
        const Float<L> kept = exp(Float<L>(-150.0f * io.frame_seconds()));
        const Float<L> steady = exp(Float<L>(-60.0f * io.frame_seconds()));
        for (int i = 0; i < io.frames();) {
            const StringTuning<L> t(freq.at(i), Float<L>(1.0f), Float<L>(60.0f), io.rate());
            const Float<L> way = max(t.period * Float<L>(0.5f) - Float<L>(1.0f), 1.0f);
            const Float<L> wanted = clamp(breath.at(i), 0.0f, 1.0f);
            for (const int end = until(i, freq, breath); i < end; ++i) {
                s.blown = wanted + kept * (s.blown - wanted);
                const Float<L> back = Float<L>(-0.95f) * s.end.reflect(line.read(s.now, way), t);
                const Float<L> across = back - s.blown;
                const Float<L> sent = s.blown + across * clamp(Float<L>(0.7f) - Float<L>(0.3f) * across, -1.0f, 1.0f);
                line.write(s.now, sent);
                s.y = sent - s.x + steady * s.y;
                s.x = sent;
                io.out(i, s.y);
                s.now += Word<L>(1u);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(clarinet, Clarinet)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Signal blow(double hertz, std::map<std::string, float> settings, int frames = 96000) {
    settings["freq"] = static_cast<float>(hertz);
    return run_unit("clarinet", {std::move(settings), {}}, frames);
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
TEST_CASE("clarinet is in tune within 2 cents over five octaves, however it is blown") {
    for (const double hertz : {73.42, 146.83, 261.63, 440.0, 987.77, 1760.0, 2349.3})
        for (const float breath : {0.65f, 0.8f, 1.0f}) {
            CAPTURE(hertz);
            CAPTURE(breath);
            CHECK(std::abs(cents_off(blow(hertz, {{"breath", breath}}), hertz)) <= 2);
        }
}
TEST_CASE("clarinet has odd partials, as a tube has that is closed at one end") {
    for (const double hertz : {110.0, 440.0}) {
        const Signal x = blow(hertz, {});
        const Signal part(x.end() - 48000, x.end());
        CHECK(level_at(part, 3 * hertz) > 0.2 * level_at(part, hertz));
        CHECK(level_at(part, 5 * hertz) > 0.05 * level_at(part, hertz));
        for (const int n : {2, 4, 6}) CHECK(level_at(part, n * hertz) < 0.01 * level_at(part, hertz));
    }
}
TEST_CASE(
    "clarinet speaks when it is blown hard enough, within a fifth of a second, as loud at every pitch and without DC") {
    for (const double hertz : {55.0, 110.0, 220.0, 440.0, 880.0, 1760.0}) {
        CAPTURE(hertz);
        CHECK(rms(blow(hertz, {{"breath", 0.4f}}), 72000) < 1e-3);
        const Signal x = blow(hertz, {});
        CHECK(rms(x, 48000) > 0.4);
        CHECK(rms(x, 48000) < 0.6);
        CHECK(start_of(x) < 0.2);
        CHECK(level_at(Signal(x.begin() + 48000, x.end()), 0) < 1e-3);
        CHECK(rms(blow(hertz, {{"breath", 1}}), 48000) > rms(x, 48000));
    }
}
TEST_CASE("clarinet falls silent when the breath ends") {
    Signal breath(96000, 0.8f);
    for (std::size_t i = 48000; i < breath.size(); ++i) breath[i] = 0;
    const Signal x = run_unit("clarinet", {{{"freq", 220}}, {{"breath", breath}}}, 96000);
    CHECK(peak(x, 72000) < 1e-3);
}
TEST_CASE("clarinet keeps its bounds when everything leaps about") {
    Settings set;
    for (const char* name : {"freq", "breath"}) {
        Signal& s = set.signals[name];
        for (std::uint32_t i = 0; i < 96000; ++i) {
            const float chance = static_cast<float>((i / 700 * 2654435761u >> 8) % 1000) / 1000;
            s.push_back(name[0] == 'f' ? 30 * std::exp2(8 * chance) : chance);
        }
    }
    CHECK(peak(run_unit("clarinet", set, 96000)) < 4);
}
#endif
