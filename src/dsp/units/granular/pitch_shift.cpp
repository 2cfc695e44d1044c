// Pitch shifting by a head that reads a tape loop faster or slower than it is written. Before it runs into the writing
// head it is set back by 20 to 40 ms, to where the sound looks most like what it just read, and cross-faded (the
// splices of S. Roucos, A. Wilgus, "High quality time-scale modification for speech", ICASSP 1985).
#include "dsp/math/delay_line.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct PitchShift {
    static constexpr Facts facts{
        .name = "pitch_shift",
        .aliases = "pitchshift pshift",
        .group = "granular",
        .summary = "Moves the pitch of any sound by semitones and keeps its tempo; cleanest on single notes.",
        .inputs = {audio("in", "the sound to shift"),
                   needed("semitones", "how far up; below 0 down", Measure::semitones, -24, 24, 7),
                   param("mix", "0 is the sound alone, 1 the shifted sound alone", Measure::ratio, 0, 1, 1)},
        .example = "out $ note \"c4 e4 g4\" # s \"superpiano\" # pitch_shift -12 0.5",
        .see_also = "fshift granular octer",
        .tail = 0.2f,
    };
    static constexpr float longest = 0.15f;
    // Seconds, and how coarsely sounds are compared.
    static constexpr float least_splice = 0.02f, fade_time = 0.008f;
    static constexpr int coarse = 4, looks = 64, look_apart = 8;

    template <int L>
    struct State {
        Word<L> now{0u};
        Float<L> age{-1.0f};
        Float<L> before{0.0f}, fade{0.0f};  // the head that is fading out
    };
    static std::size_t memory_words(float rate) noexcept { return line_words(rate, longest); }

    // By how many frames the head is set back or forth: where `looks` frames of both places differ least.
    template <int L>
    PHONON_INLINE static int best_splice(const float* memory, std::uint32_t mask, std::uint32_t head, int direction,
                                         int least) noexcept {
        const auto at = [&](std::uint32_t frame) { return memory[static_cast<std::size_t>(frame & mask) * L]; };
        const auto difference = [&](int lag) {
            const std::uint32_t other = head - static_cast<std::uint32_t>(lag * direction);
            float sum = 0;
            for (std::uint32_t k = 0; k < looks; ++k) {
                const float d = at(head - k * look_apart) - at(other - k * look_apart);
                sum += d * d;
            }
            return sum;
        };
        int best = least;
        float smallest = difference(least);
        const auto consider = [&](int lag) {
            const float d = difference(lag);
            if (d < smallest) {
                smallest = d;
                best = lag;
            }
        };
        for (int lag = least + coarse; lag <= 2 * least; lag += coarse) consider(lag);
        const int about = best;
        for (int off = 1 - coarse; off < coarse; ++off)
            if (about + off >= least) consider(about + off);
        return best;
    }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), semitones = io.in(1), mix = io.in(2);
        const float rate = io.rate();
        const DelayLine<L> line(io.memory(), line_words(rate, longest));
        const int least = static_cast<int>(least_splice * rate);
        const float fade_frames = static_cast<float>(static_cast<int>(fade_time * rate));
        for (int i = 0; i < io.frames();) {
            const Float<L> ratio = exp2(clamp(semitones.at(i), -24.0f, 24.0f) * Float<L>(1.0f / 12));
            const Float<L> drift = Float<L>(1.0f) - ratio;
            // The head that fades out still has a way to go.
            const Float<L> nearest = Float<L>(2.0f) + max(Float<L>(0.0f) - drift, 0.0f) * Float<L>(fade_frames + 1);
            const Float<L> farthest = nearest + Float<L>(static_cast<float>(2 * least));
            for (const int end = semitones.until(i); i < end; ++i) {
                const Float<L> x = in.at(i);
                line.write(s.now, x);
                s.age = select(s.age < 0.0f, nearest, s.age + drift);
                s.before = max(s.before + drift, 0.0f);
                s.fade = max(s.fade - Float<L>(1.0f / fade_frames), 0.0f);
                const Mask<L> late = s.age<nearest, early = s.age> farthest;
                const Mask<L> splice = (late | early) & (s.fade <= 0.0f);
                if (any<L>(splice))
                    for (int l = 0; l < L; ++l) {
                        if (splice.lane(l) == 0) continue;
                        const int direction = late.lane(l) != 0 ? 1 : -1;
                        const float age = s.age.lane(l);
                        const std::uint32_t head = s.now.lane(l) - static_cast<std::uint32_t>(static_cast<int>(age));
                        const int lag =
                            best_splice<L>(io.memory() + l, line_words(rate, longest) - 1, head, direction, least);
                        s.before.set_lane(l, age);
                        s.age.set_lane(l, age + static_cast<float>(direction * lag));
                        s.fade.set_lane(l, 1.0f);
                    }
                // While a fade is on nothing is spliced: what is then out of bounds waits at them.
                s.age = clamp(s.age, Float<L>(0.0f), Float<L>((longest - 0.01f) * rate));
                Float<L> y = line.read(s.now, s.age, 0);
                const Mask<L> fading = s.fade > 0.0f;
                if (any<L>(fading)) y = select(fading, y + s.fade * (line.read(s.now, s.before, 0) - y), y);
                io.out(i, dry_wet(x, y, mix.at(i)));
                s.now += Word<L>(1u);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(pitch_shift, PitchShift)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("pitch_shift moves a tone by its semitones within 3 cents, and keeps it a tone") {
    for (const double tone : {110.0, 440.0, 2000.0})
        for (const float semitones : {-12.0f, -5.0f, 3.0f, 7.0f, 12.0f}) {
            CAPTURE(tone);
            CAPTURE(semitones);
            const Signal y = run_unit("pitch_shift", {{{"semitones", semitones}}, {}}, 144000, sine_wave(tone, 144000));
            const Signal settled(y.begin() + 48000, y.end());
            const double target = tone * std::exp2(static_cast<double>(semitones) / 12);
            CHECK(std::abs(1200 * std::log2(frequency_of(settled) / target)) < 3);
            CHECK(rms(settled) == doctest::Approx(std::sqrt(0.5)).epsilon(0.05).scale(0));
            CHECK(peak(settled) < 1.1);
        }
}
TEST_CASE("pitch_shift by nothing is the sound, two frames late") {
    const Signal in = run_unit("pink", {}, 9600);
    const Signal y = run_unit("pitch_shift", {{{"semitones", 0}}, {}}, 9600, in);
    for (std::size_t i = 2; i < y.size(); ++i) REQUIRE(y[i] == in[i - 2]);
}
TEST_CASE("pitch_shift keeps the time of what it shifts within 60 ms") {
    Signal in(48000, 0.0f);
    const Signal tone = sine_wave(500, 9600);
    std::copy(tone.begin(), tone.end(), in.begin() + 24000);
    const Signal y = run_unit("pitch_shift", {{{"semitones", 12}}, {}}, 48000, in);
    CHECK(peak(Signal(y.begin(), y.begin() + 24000)) == 0.0);
    CHECK(rms(Signal(y.begin() + 26880, y.begin() + 33600)) > 0.6);
    CHECK(peak(y, 36480) == 0.0);
}
#endif
