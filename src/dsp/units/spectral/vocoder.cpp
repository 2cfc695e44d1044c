// The channel vocoder: how loud one sound is in each band of frequencies, put on the same bands of another (H. Dudley,
// "The vocoder", Bell Laboratories Record 17, 1939). Bands are evenly spaced in pitch from 80 Hz to 12 kHz.
#include "dsp/math/svf.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Vocoder {
    static constexpr Facts facts{
        .name = "vocoder",
        .group = "spectral",
        .summary = "Lets one sound speak through another: the first gives the words, the second the voice.",
        .inputs = {audio("modulator", "the sound that speaks: a voice, drums"),
                   audio("carrier", "the sound that it speaks with: a saw, a chord, noise"),
                   param("bands", "how finely it listens", Measure::none, 4, 32, 16),
                   param("attack", "how fast a band opens", Measure::seconds, 0.001f, 1, 0.004f, Curve::logarithmic),
                   param("release", "how fast a band closes", Measure::seconds, 0.001f, 2, 0.04f, Curve::logarithmic)},
        .example = "out $ s \"bd sn cp hh\" # vocoder (saw 110 + noise * 0.1) 12",
        .see_also = "vowel formant amp_follower",
        .tail = 1.5f,
    };
    static constexpr int most = 32;
    static constexpr int words_a_band = 9;
    static constexpr float lowest = 80, octaves = 7.2288187f;  // up to 12 kHz

    template <int L>
    struct State {
        Int<L> begun{0};
    };
    static std::size_t memory_words(float) noexcept { return most * words_a_band; }

    // Two band-passes of one band, one behind the other.
    template <int L>
    PHONON_INLINE static Float<L> pass(SvfState<L>* pair, Float<L> x, const SvfCoefficients<L>& k) noexcept {
        const Float<L> y = pair[0].step(x, k).band * k.k;
        return pair[1].step(y, k).band * k.k;
    }

    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        const In<L> modulator = io.in(0), carrier = io.in(1), bands = io.in(2), attack = io.in(3), release = io.in(4);
        for (int i = 0; i < io.frames();) {
            const Float<L> count = floor(clamp(bands.at(i), 4.0f, static_cast<float>(most)) + Float<L>(0.5f));
            const Float<L> apart = Float<L>(octaves) / count;
            // Neighbours cross at 3 dB below their top; of two filters in a row each has 1.55 times that width.
            const Float<L> width = exp2(apart * Float<L>(0.5f)) - exp2(apart * Float<L>(-0.5f));
            const Float<L> q = Float<L>(0.6436f) / width;
            const auto smoothing = [&](Float<L> seconds) {
                return Float<L>(1.0f) - exp(Float<L>(-io.frame_seconds()) / clamp(seconds, 0.001f, 2.0f));
            };
            const Float<L> rise = smoothing(attack.at(i)), fall = smoothing(release.at(i));
            // A band of a full sound is soft by itself, and so is what it opens: both are brought up.
            const Float<L> level = sqrt(count) * Float<L>(2.0f);
            const int end = until(i, bands, attack, release);
            Float<L> sum[quantum_frames];
            for (int k = i; k < end; ++k) sum[k] = Float<L>(0.0f);
            for (int b = 0; b < most; ++b) {
                const Mask<L> used = Float<L>(static_cast<float>(b)) < count;
                float* own = io.memory() + b * words_a_band * L;
                if (!any<L>(used)) {  // as new when it is needed
                    for (int w = 0; w < words_a_band; ++w) Float<L>(0.0f).store(own + w * L);
                    continue;
                }
                const Float<L> octave = (Float<L>(static_cast<float>(b)) + Float<L>(0.5f)) * apart;
                const SvfCoefficients<L> k(exp2(octave) * Float<L>(lowest), q, io.rate());
                // Where two bands meet they are half a turn apart: every other one is turned over.
                const float sign = b % 2 == 0 ? 1.0f : -1.0f;
                const auto word = [&](int w) { return Float<L>::load(own + w * L); };
                SvfState<L> listen[2] = {{word(0), word(1)}, {word(2), word(3)}};
                SvfState<L> speak[2] = {{word(4), word(5)}, {word(6), word(7)}};
                Float<L> loud = word(8);
                for (int f = i; f < end; ++f) {
                    const Float<L> heard = abs(pass(listen, modulator.at(f), k));
                    loud += select(heard > loud, rise, fall) * (heard - loud);
                    sum[f] += select(used, pass(speak, carrier.at(f), k) * loud * Float<L>(sign), 0.0f);
                }
                const Float<L> kept[words_a_band] = {listen[0].s1, listen[0].s2, listen[1].s1,
                                                     listen[1].s2, speak[0].s1,  speak[0].s2,
                                                     speak[1].s1,  speak[1].s2,  loud};
                for (int w = 0; w < words_a_band; ++w) select(used, kept[w], 0.0f).store(own + w * L);
            }
            for (; i < end; ++i) io.out(i, sum[i] * level);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(vocoder, Vocoder)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Signal spoken(const Signal& words, const Signal& voice, float bands) {
    return run_unit("vocoder", {{{"bands", bands}}, {{"modulator", words}, {"carrier", voice}}},
                    static_cast<int>(words.size()));
}
}  // namespace
TEST_CASE("vocoder opens the bands that its modulator sounds in, and only those") {
    const Signal voice = run_unit("noise", {}, 96000);
    const Signal y = spoken(sine_wave(1000, 96000), voice, 16);
    const auto heard = [&](double from, double to) {
        double power = 0;
        for (double f = from; f < to; f += 7) power += std::pow(level_at(Signal(y.begin() + 48000, y.end()), f), 2);
        return 10 * std::log10(power / (to - from));
    };
    const double there = heard(900, 1100);
    CHECK(heard(300, 360) < there - 15);
    CHECK(heard(3000, 3300) < there - 15);
}
TEST_CASE("vocoder is silent while either of its sounds is") {
    const Signal tone = sine_wave(1000, 9600), none(9600, 0.0f);
    CHECK(peak(spoken(none, tone, 16)) == 0.0);
    CHECK(peak(spoken(tone, none, 16)) == 0.0);
}
TEST_CASE("vocoder follows the loudness of its modulator") {
    Signal words = sine_wave(1000, 96000);
    for (std::size_t i = 0; i < words.size(); ++i) words[i] *= i < 48000 ? 1.0f : 0.25f;
    const Signal y = spoken(words, sine_wave(1000, 96000), 8);
    const double before = rms(Signal(y.begin() + 24000, y.begin() + 48000));
    CHECK(rms(y, 72000) == doctest::Approx(before / 4).epsilon(0.01).scale(0));
}
TEST_CASE("vocoder's bands lie side by side: a swept tone through an open modulator keeps its level within 3 dB") {
    double least = 1e9, most = 0;
    for (double f = 200; f < 8000; f *= 1.09) {
        const Signal tone = sine_wave(f, 24000);
        const double level = rms(spoken(tone, tone, 16), 12000);
        least = std::min(least, level);
        most = std::max(most, level);
    }
    CHECK(20 * std::log10(most / least) < 6);
}
#endif
