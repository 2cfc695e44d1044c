// A plucked string: a burst of noise that runs round a loop (K. Karplus, A. Strong, "Digital synthesis of
// plucked-string and drum timbres", Computer Music Journal 7(2), 1983), with the decay, the place of the pick and the
// tuning between frames of D. Jaffe, J. Smith, "Extensions of the Karplus-Strong plucked-string algorithm", in the same
// issue.
#include "dsp/math/random.hpp"
#include "dsp/math/string_loop.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Pluck {
    static constexpr Facts facts{
        .name = "pluck",
        .aliases = "karplus",
        .group = "physical",
        .summary = "A plucked string: struck with every note, every leap of its pitch and every cycle.",
        .role = Role::oscillator,
        .inputs = {needed("freq", "pitch", Measure::hertz, 20, 10000, 220, Curve::logarithmic),
                   param("damp", "how dull the string is: 0 steel, 1 felt", Measure::ratio, 0, 1, 0.5f),
                   param("decay", "time in which the string dies by 60 dB", Measure::seconds, 0.01f, 60, 4,
                         Curve::logarithmic),
                   param("pick", "where it is plucked: 0.5 its middle, hollow; near 0 its end, thin", Measure::ratio,
                         0.01f, 0.5f, 0.13f),
                   param("bright", "how hard the pick is", Measure::ratio, 0, 1, 0.8f), note_gate()},
        .example = "out $ note \"c3 e3 g3 <b3 c4>\" # s \"pluck\" # damp 0.4",
        .see_also = "waveguide modal impulse",
        .tail = -1,
    };
    template <int L>
    struct State {
        Word<L> now{0u};
        Word<L> struck_at{0u};
        Int<L> ever{0};
        StringLoop<L> loop;
        Stroke<L> stroke;
        Float<L> soft{0.0f}, rest{0.0f};
    };
    static std::size_t memory_words(float rate) noexcept { return string_words(rate); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0), damp = io.in(1), decay = io.in(2), pick = io.in(3), bright = io.in(4);
        const In<L> gate = io.in(5);
        const DelayLine<L> line(io.memory(), string_words(io.rate()));
        const Word<L> key = io.key();
        for (int i = 0; i < io.frames();) {
            const StringTuning<L> t(freq.at(i), damp.at(i), decay.at(i), io.rate());
            // One period of noise, and the same once more upside down where it comes back from the near end.
            const Int<L> length = to_int(t.period);
            const Int<L> echo = to_int(t.period * clamp(pick.at(i), 0.01f, 0.5f));
            const Float<L> hardness = clamp(bright.at(i), 0.0f, 1.0f);
            const Float<L> follow = Float<L>(0.03f) + Float<L>(0.97f) * hardness * hardness;
            for (const int end = until(i, freq, damp, decay, pick, bright); i < end; ++i) {
                const Mask<L> struck = s.stroke.step(gate.at(i), t.hertz);
                s.struck_at = select(struck, s.now, s.struck_at);
                s.ever = s.ever | struck;
                const Int<L> since = bits<std::int32_t>(s.now - s.struck_at);
                const Mask<L> picking = s.ever & (since >= Int<L>(0)) & (since < length + echo);
                Float<L> pushed(0.0f);
                if (any<L>(picking)) {
                    const Float<L> first = bipolar(random_word(key, s.now));
                    const Float<L> second = bipolar(random_word(key, s.now - bits<std::uint32_t>(echo)));
                    pushed = select(picking & (since < length), first, 0.0f) -
                             select(picking & (since >= echo), second, Float<L>(0.0f));
                }
                s.soft += follow * (pushed - s.soft);
                // The finger that plucks stops what still sounds.
                const Float<L> arrived =
                    select(picking & (since < length), 0.0f, StringLoop<L>::arriving(line, s.now, t));
                const Float<L> y = s.loop.reflect(arrived, t) + s.soft;
                line.write(s.now, y);
                s.now += Word<L>(1u);
                io.out(i, y * Float<L>(0.6f));
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(pluck, Pluck)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Settings plucked(float freq, float damp, float decay) {
    Signal gate(96000, 1.0f);
    gate[0] = 2;
    return {{{"freq", freq}, {"damp", damp}, {"decay", decay}, {"bright", 1}}, {{"gate", gate}}};
}
// The strongest frequency near `hertz`, by the level at fine steps around it.
double pitch_near(const Signal& x, double hertz) {
    const Signal part(x.begin() + 4800, x.begin() + 4800 + 48000);
    double best = 0, at = 0;
    for (double cents = -30; cents <= 30; cents += 0.25) {
        const double f = hertz * std::exp2(cents / 1200);
        const double level = level_at(part, f);
        if (level > best) {
            best = level;
            at = f;
        }
    }
    return at;
}
}  // namespace
TEST_CASE("pluck is in tune within a cent over five octaves, however it is damped") {
    for (const float freq : {55.0f, 82.41f, 261.63f, 440.0f, 1000.0f, 1760.0f})
        for (const float damp : {0.0f, 0.5f, 1.0f}) {
            CAPTURE(freq);
            CAPTURE(damp);
            const Signal x = run_unit("pluck", plucked(freq, damp, 20), 96000);
            const double cents = 1200 * std::log2(pitch_near(x, static_cast<double>(freq)) / static_cast<double>(freq));
            CHECK(std::abs(cents) <= 1);
        }
}
TEST_CASE("pluck's fundamental dies by 60 dB in the time it is given") {
    for (const float freq : {110.0f, 440.0f}) {
        const Signal x = run_unit("pluck", plucked(freq, 0.3f, 2), 96000);
        const auto level = [&](int from) {
            return level_at(Signal(x.begin() + from, x.begin() + from + 9600), static_cast<double>(freq));
        };
        CHECK(20 * std::log10(level(67200) / level(19200)) == doctest::Approx(-30).epsilon(0.02));
    }
}
TEST_CASE("pluck in the middle of the string has no even partials") {
    Settings set = plucked(220, 0.2f, 10);
    set.constants["pick"] = 0.5f;
    const Signal x = run_unit("pluck", set, 48000);
    double even = 0, odd = 0;
    for (int n = 1; n <= 8; ++n) (n % 2 == 0 ? even : odd) += level_at(x, 220 * n);
    CHECK(even < 0.1 * odd);
}
TEST_CASE("pluck loses its treble first") {
    const Signal x = run_unit("pluck", plucked(220, 0.5f, 10), 96000);
    const auto ratio = [&](int from) {
        const Signal part(x.begin() + from, x.begin() + from + 9600);
        return level_at(part, 4400) / level_at(part, 220);
    };
    CHECK(ratio(24000) < 0.3 * ratio(2400));
}
TEST_CASE("pluck is struck by each note and each leap of its pitch, not by a glide") {
    Settings set = plucked(220, 0.3f, 0.2f);
    Signal freq(96000, 220.0f);
    for (std::size_t i = 48000; i < 96000; ++i) freq[i] = 330;
    for (std::size_t i = 24000; i < 48000; ++i) freq[i] = 220 + static_cast<float>(i - 24000) * 0.001f;
    set.signals["freq"] = freq;
    set.signals["gate"][72000] = 2;
    const Signal x = run_unit("pluck", set, 96000);
    const auto level = [&](int from) { return rms(Signal(x.begin() + from, x.begin() + from + 2400)); };
    CHECK(level(1000) > 0.05);
    CHECK(level(30000) < 0.01);
    CHECK(level(49000) > 0.05);
    CHECK(level(69000) < 0.01);
    CHECK(level(73000) > 0.05);
    CHECK(peak(x) < 1.2);
}
#endif
