// A jet of air across a tube: sound in the tube bends the jet, the bend travels along it, and where the jet reaches the
// edge it blows into the tube or past it (M. McIntyre, R. Schumacher, J. Woodhouse, "On the oscillations of musical
// instruments", JASA 74(5), 1983; a delay for the jet before a bounded curve: M. Karjalainen, U. Laine, T. Laakso, V.
// Valimaki, "Transmission-line modeling and real-time synthesis of string and wind instruments", ICMC 1991). The jet
// takes half a period, so that the blow comes when it helps at any strength, and the tube is in tune.
#include "dsp/math/random.hpp"
#include "dsp/math/string_loop.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Flute {
    static constexpr Facts facts{
        .name = "flute",
        .group = "physical",
        .summary = "A tube that is blown across its edge, as a flute or a bottle, with the noise of the breath.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, 20, 10000, 440, Curve::logarithmic),
                   param("breath", "how hard it is blown", Measure::ratio, 0, 1, 0.6f),
                   param("air", "how much of the breath is heard as noise", Measure::ratio, 0, 1, 0.2f)},
        .example = "out $ note \"c5 e5 g5 <b4 c6>\" # s \"flute\" # adsr 0.05 0.1 0.9 0.1 * 0.6",
        .see_also = "clarinet bowed sine",
        .tail = -1,
    };
    template <int L>
    struct State {
        Word<L> now{0u};
        Float<L> blown{0.0f}, hiss{0.0f}, bend{0.0f};
        Float<L> x{0.0f}, y{0.0f};  // of the filter that takes the steady wind out
    };
    static std::size_t memory_words(float rate) noexcept { return 2 * std::size_t{string_words(rate)}; }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0), breath = io.in(1), air = io.in(2);
        const std::uint32_t words = string_words(io.rate());
        const DelayLine<L> tube(io.memory(), words), jet(io.memory() + std::size_t{words} * L, words);
        const Word<L> key = io.key();
        const Float<L> kept = exp(Float<L>(-80.0f * io.frame_seconds()));
        const Float<L> steady = exp(Float<L>(-60.0f * io.frame_seconds()));
        const Float<L> aside(0.3f), at_rest = tanh(aside);
        for (int i = 0; i < io.frames();) {
            const Float<L> hertz = clamp(abs(freq.at(i)), lowest_string, 0.25f * io.rate());
            const Float<L> period = Float<L>(io.rate()) / hertz;
            const Float<L> wanted = clamp(breath.at(i), 0.0f, 1.0f);
            const Float<L> noise = clamp(air.at(i), 0.0f, 1.0f) * Float<L>(0.5f);
            // Bends smooth out on their way, in proportion to it: twice the pitch is 3 dB down. Of the half period that
            // the jet takes, that is an arc whose tangent is one half, less half a frame.
            const Float<L> follow = Float<L>(1.0f) - exp(hertz * Float<L>(-4.0f * pi / io.rate()));
            const Float<L> way = max(period * Float<L>(0.5f - 0.0737918f) + Float<L>(0.5f), 0.0f);
            const Float<L> twelfth = min(period * Float<L>(1.0f / 12.0f), period - Float<L>(1.0f));
            for (const int end = until(i, freq, breath, air); i < end; ++i) {
                s.blown = wanted + kept * (s.blown - wanted);
                // The open ends let out the more the shorter the waves are.
                const Float<L> middle = tube.read(s.now, period);
                const Float<L> beside = tube.read(s.now, period - twelfth) + tube.read(s.now, period + twelfth);
                const Float<L> back = middle * Float<L>(0.5f) + beside * Float<L>(0.25f);
                s.hiss += Float<L>(0.2f) * (bipolar(random_word(key, s.now)) - s.hiss);
                // A puff begins the tone, and the noise of the breath stirs it.
                const Float<L> puff = (wanted - s.blown) * Float<L>(0.5f);
                jet.write(s.now, back + puff + noise * s.blown * s.hiss);
                s.bend += follow * (jet.read(s.now, way, 0) - s.bend);
                const Float<L> blow = s.blown * (tanh(s.bend + aside) - at_rest);
                const Float<L> y = back * Float<L>(0.88f) - blow;
                tube.write(s.now, y);
                s.y = y - s.x + steady * s.y;
                s.x = y;
                io.out(i, s.y * Float<L>(0.15f));
                s.now += Word<L>(1u);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(flute, Flute)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Signal blow(double hertz, std::map<std::string, float> settings, int frames = 96000) {
    settings["freq"] = static_cast<float>(hertz);
    return run_unit("flute", {std::move(settings), {}}, frames);
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
TEST_CASE("flute is in tune within 2 cents over five octaves, however hard it is blown and with how much air") {
    for (const double hertz : {82.41, 146.83, 261.63, 440.0, 987.77, 1760.0, 2637.0})
        for (const float breath : {0.45f, 0.6f, 1.0f})
            for (const float air : {0.0f, 0.2f, 0.6f}) {
                CAPTURE(hertz);
                CAPTURE(breath);
                CAPTURE(air);
                CHECK(std::abs(cents_off(blow(hertz, {{"breath", breath}, {"air", air}}), hertz)) <= 2);
            }
}
TEST_CASE("flute is nearly a sine with some second partial, and brighter when it is blown hard") {
    const auto partials = [](float breath) {
        const Signal x = blow(440, {{"breath", breath}, {"air", 0}});
        const Signal part(x.end() - 48000, x.end());
        return std::pair(level_at(part, 880) / level_at(part, 440), level_at(part, 1320) / level_at(part, 440));
    };
    const auto [second, third] = partials(0.6f);
    CHECK(second > 0.05);
    CHECK(second < 0.2);
    CHECK(third < second);
    CHECK(partials(1).second > 1.2 * third);
    CHECK(partials(0.35f).second < 0.8 * third);
}
TEST_CASE("flute starts by itself, without DC, as loud at every pitch, the lower the slower") {
    for (const double hertz : {110.0, 220.0, 440.0, 880.0, 1760.0}) {
        CAPTURE(hertz);
        for (const float air : {0.0f, 0.2f}) {
            const Signal x = blow(hertz, {{"air", air}});
            CHECK(rms(x, 60000) > 0.35);
            CHECK(rms(x, 60000) < 0.5);
            CHECK(start_of(x) < 0.05 + 35 / hertz);
            CHECK(level_at(Signal(x.begin() + 60000, x.end()), 0) < 1e-3);
        }
        CHECK(peak(blow(hertz, {{"breath", 1}})) < 1.3);
    }
}
TEST_CASE("flute falls silent when the breath ends") {
    Signal breath(96000, 0.6f);
    for (std::size_t i = 48000; i < breath.size(); ++i) breath[i] = 0;
    const Signal x = run_unit("flute", {{{"freq", 440}}, {{"breath", breath}}}, 96000);
    CHECK(peak(x, 72000) < 1e-3);
}
TEST_CASE("flute keeps its bounds when everything leaps about") {
    Settings set;
    for (const char* name : {"freq", "breath", "air"}) {
        Signal& s = set.signals[name];
        for (std::uint32_t i = 0; i < 96000; ++i) {
            const float chance = static_cast<float>((i / 700 * 2654435761u >> 8) % 1000) / 1000;
            s.push_back(name[0] == 'f' ? 30 * std::exp2(8 * chance) : chance);
        }
    }
    CHECK(peak(run_unit("flute", set, 96000)) < 4);
}
#endif
