// A feedback delay network of eight lines mixed by a Hadamard matrix, with decay and damping in each line (J.-M. Jot
// and A. Chaigne, "Digital delay networks for designing artificial reverberators", AES Convention 90, 1991). The lines
// drift, which turns echoes into a cloud.
#include "dsp/math/allpass_line.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Lush {
    static constexpr Facts facts{
        .name = "lush",
        .group = "reverb",
        .summary = "Wide, slowly moving reverb for pads; it can freeze what it holds.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to surround"),
                   param("decay", "time in which it dies by 60 dB", Measure::seconds, 0.1f, 60, 3),
                   param("diffusion", "how smeared the first moment is", Measure::ratio, 0, 1, 0.7f),
                   param("damping", "how fast the treble dies", Measure::ratio, 0, 1, 0.3f),
                   param("spin", "how fast the cloud moves; 1 is twice a second", Measure::ratio, 0, 1, 0.3f),
                   param("wander", "how far the cloud moves", Measure::ratio, 0, 1, 0.2f),
                   param("freeze", "1 holds what sounds for ever and lets nothing in", Measure::ratio, 0, 1, 0),
                   param("mix", "0 is the sound alone, 1 the cloud alone", Measure::ratio, 0, 1, 0.5f),
                   param("predelay", "time before the cloud answers", Measure::seconds, 0, 0.5f, 0.02f)},
        .example = "out $ note \"<c'maj7 a'min7>\" # s \"supersaw\" # lush 5 :mix 0.4 * 0.4",
        .see_also = "reverb plate",
        .tail = -1,
    };
    static constexpr int lines = 8, diffusers = 4;
    static constexpr float tuned_at = 48000;
    // Primes, so that no two lines repeat together.
    static constexpr float line_frames[lines] = {1433, 1601, 1867, 2053, 2251, 2399, 2617, 2797};
    static constexpr float mean_seconds = 2127.0f / tuned_at;
    static constexpr float diffuser_frames[diffusers] = {113, 229, 337, 467};
    static constexpr float drift = 96;  // frames at tuned_at, 2 ms

    template <int L>
    struct State {
        Word<L> now{0u};
        Phase<L> spin;
        Float<L> treble[lines];
        State() noexcept {
            for (Float<L>& t : treble) t = Float<L>(0.0f);
        }
    };
    PHONON_INLINE static std::uint32_t one_line(float rate) noexcept {
        return line_words(rate, (2797 + 2 * drift) / tuned_at);
    }
    PHONON_INLINE static std::uint32_t one_diffuser(float rate) noexcept { return line_words(rate, 467 / tuned_at); }
    static std::size_t memory_words(float rate) noexcept {
        return 2 * line_words(rate, 0.5f) + 2 * diffusers * one_diffuser(rate) + lines * one_line(rate);
    }

    // The Hadamard matrix in three rounds of sums and differences; orthogonal, so the lines keep their energy.
    template <int L>
    PHONON_INLINE static void mix_lines(Float<L> (&x)[lines]) noexcept {
        for (int step = 1; step < lines; step *= 2)
            for (int a = 0; a < lines; a += 2 * step)
                for (int b = a; b < a + step; ++b) {
                    const Float<L> sum = x[b] + x[b + step], difference = x[b] - x[b + step];
                    x[b] = sum;
                    x[b + step] = difference;
                }
        for (Float<L>& v : x) v = v * Float<L>(0.353553391f);
    }

    template <int L>
    struct Gains {
        Float<L> keep[lines], level;
        PHONON_INLINE Gains(Float<L> decay, Float<L> freeze) noexcept {
            // 60 dB are log2(1000) doublings.
            const Float<L> fall = Float<L>(-9.96578428f) / clamp(decay, 0.1f, 60.0f);
            for (int k = 0; k < lines; ++k) {
                const Float<L> g = exp2(fall * Float<L>(line_frames[k] / tuned_at));
                keep[k] = g + (Float<L>(1.0f) - g) * freeze;
            }
            const Float<L> mean = exp2(fall * Float<L>(mean_seconds));
            level = sqrt(Float<L>(1.0f) - mean * mean) * (Float<L>(1.0f) - freeze);
        }
    };

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> dry[2] = {io.in(0, 0), io.in(0, 1)};
        const In<L> decay = io.in(1), diffusion = io.in(2), damping = io.in(3), spin = io.in(4), wander = io.in(5);
        const In<L> freeze = io.in(6), mix = io.in(7), predelay = io.in(8);
        const float rate = io.rate(), scale = rate / tuned_at;
        for (int i = 0; i < io.frames();) {
            const Float<L> frozen = clamp(freeze.at(i), 0.0f, 1.0f);
            const Gains<L> gains(decay.at(i), frozen);
            for (const int end = until(i, decay, freeze); i < end; ++i) {
                LineShelf<L> shelf{io.memory()};
                const Float<L> smear = clamp(diffusion.at(i), 0.0f, 1.0f) * Float<L>(0.8f);
                Float<L> feed[2];
                for (int side = 0; side < 2; ++side) {
                    const DelayLine<L> before = shelf.take(line_words(rate, 0.5f));
                    before.write(s.now, dry[side].at(i));
                    Float<L> x =
                        before.read(s.now, clamp(predelay.at(i), 0.0f, 0.499f) * Float<L>(rate), 0) * gains.level;
                    for (int d = 0; d < diffusers; ++d)
                        x = allpass_step(shelf.take(one_diffuser(rate)), s.now,
                                         scaled(diffuser_frames[d], rate, tuned_at), smear, x);
                    feed[side] = x * Float<L>(0.5f);
                }
                const Float<L> angle = s.spin.turns();
                s.spin.advance(PhaseStep<L>(clamp(spin.at(i), 0.0f, 1.0f) * Float<L>(2.0f), rate));
                // A frozen cloud stands still: a line read between its frames loses a little treble each time round.
                const Float<L> thaw = Float<L>(1.0f) - frozen;
                const Float<L> sway = clamp(wander.at(i), 0.0f, 1.0f) * thaw * Float<L>(0.5f * drift * scale);
                const Float<L> damp = clamp(damping.at(i), 0.0f, 1.0f) * thaw * Float<L>(0.7f);
                Float<L> x[lines];
                const LineShelf<L> lines_at = shelf;
                for (int k = 0; k < lines; ++k) {
                    const DelayLine<L> line = shelf.take(one_line(rate));
                    const Float<L> length(static_cast<float>(scaled(line_frames[k], rate, tuned_at)));
                    const Float<L> shift =
                        sway * (sin_turns(angle + Float<L>(static_cast<float>(k) / lines)) + Float<L>(1.0f));
                    const Float<L> y = line.read(s.now, length + shift) * gains.keep[k];
                    s.treble[k] = y + damp * (s.treble[k] - y);
                    x[k] = s.treble[k];
                }
                Float<L> wet[2] = {x[0] - x[2] + x[4] - x[6], x[1] - x[3] + x[5] - x[7]};
                mix_lines(x);
                shelf = lines_at;
                for (int k = 0; k < lines; ++k) shelf.take(one_line(rate)).write(s.now, x[k] + feed[k % 2]);
                s.now += Word<L>(1u);
                for (int side = 0; side < 2; ++side)
                    io.out(i, side, dry_wet(dry[side].at(i), wet[side] * Float<L>(0.9f), mix.at(i)));
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(lush, Lush)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
namespace {
Signal lush_left(const Settings& settings, int frames, const Signal& in) {
    const Signal y = run_unit("lush", settings, frames, in);
    Signal x;
    for (std::size_t i = 0; i < y.size(); i += 2) x.push_back(y[i]);
    return x;
}
double part(const Signal& x, long from, long to) { return rms(Signal(x.begin() + from, x.begin() + to)); }
}  // namespace
TEST_CASE("lush dies by 60 dB in the time that it is given") {
    for (const float seconds : {1.0f, 4.0f}) {
        const Signal x =
            lush_left({{{"decay", seconds}, {"damping", 0}, {"wander", 0}, {"mix", 1}}, {}}, 144000, impulse_wave(1));
        const double db = 20 * std::log10(part(x, 96000, 110400) / part(x, 24000, 38400));
        CHECK(db == doctest::Approx(-60 * 1.5 / static_cast<double>(seconds)).epsilon(0.05).scale(0));
    }
}
TEST_CASE("lush gives back about the energy it got") {
    const Signal x = lush_left({{{"decay", 2}, {"damping", 0}, {"mix", 1}}, {}}, 192000, impulse_wave(1));
    CHECK(rms(x) * std::sqrt(192000.0) == doctest::Approx(1).epsilon(0.3));
}
TEST_CASE("lush holds its cloud while frozen and lets nothing in") {
    Signal freeze(480000, 0.0f);
    for (std::size_t i = 48000; i < freeze.size(); ++i) freeze[i] = 1;
    const Signal in = sine_wave(440, 44100, 0.5);
    const Signal x = lush_left({{{"decay", 2}, {"mix", 1}}, {{"freeze", freeze}}}, 480000, in);
    CHECK(part(x, 432000, 480000) == doctest::Approx(part(x, 96000, 144000)).epsilon(0.05).scale(0));
    CHECK(peak(lush_left({{{"freeze", 1}, {"mix", 1}}, {}}, 48000, in)) == 0);
}
TEST_CASE("lush begins after its predelay") {
    const auto begins = [](float predelay) {
        const Signal x = lush_left({{{"predelay", predelay}, {"wander", 0}, {"mix", 1}}, {}}, 48000, impulse_wave(1));
        std::size_t i = 0;
        while (i < x.size() && std::abs(x[i]) < 1e-6f) ++i;
        return i;
    };
    CHECK(begins(0.1f) - begins(0) == 4800);
    CHECK(begins(0.25f) - begins(0) == 12000);
}
#endif
