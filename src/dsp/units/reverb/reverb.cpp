// Reverberation from eight damped combs and four allpasses a side: Jezar Wakefield's Freeverb tuning of M. Schroeder's
// and J. Moorer's design ("About this reverberation business", Computer Music Journal 3(2), 1979).
//
// Unlike Freeverb the combs are summed with alternating signs, which cancels the pile of resonances at 0 Hz, each side
// has its own input, and the feed is scaled so that the room gives back as much energy as it got.
#include "dsp/math/allpass_line.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Reverb {
    static constexpr Facts facts{
        .name = "reverb",
        .group = "reverb",
        .summary = "A room around the sound, from a cupboard to a cathedral.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to put into the room"),
                   param("room", "size: 0 dies in half a second, 0.5 in a second, 1 in ten", Measure::ratio, 0, 1,
                         0.5f),
                   param("damp", "how fast the treble dies", Measure::ratio, 0, 1, 0.5f),
                   param("mix", "0 is the sound alone, 1 the room alone", Measure::ratio, 0, 1, 0.3f)},
        .example = "out $ s \"cp ~ rim ~\" # reverb 0.8 0.4 0.3",
        .see_also = "plate lush delay",
        .tail = 14,
    };
    static constexpr int combs = 8, allpasses = 4;
    static constexpr float tuned_at = 44100, spread = 23;
    static constexpr float comb_frames[combs] = {1116, 1188, 1277, 1356, 1422, 1491, 1557, 1617};
    static constexpr float allpass_frames[allpasses] = {556, 441, 341, 225};

    template <int L>
    struct Side {
        Float<L> damped[combs];
        Side() noexcept {
            for (Float<L>& d : damped) d = Float<L>(0.0f);
        }
    };
    template <int L>
    struct State {
        Word<L> now{0u};
        Side<L> left, right;
    };
    PHONON_INLINE static std::uint32_t comb_words(float rate) noexcept {
        return line_words(rate, (1617 + spread) / tuned_at);
    }
    PHONON_INLINE static std::uint32_t allpass_words(float rate) noexcept {
        return line_words(rate, (556 + spread) / tuned_at);
    }
    static std::size_t memory_words(float rate) noexcept {
        return 2 * (combs * comb_words(rate) + allpasses * allpass_words(rate));
    }

    // Values of one call, frame by frame: combs are run one after another, each over all frames, so that its state
    // stays in registers.
    template <int L>
    struct Frames {
        Float<L> feed[quantum_frames], feedback[quantum_frames], damp[quantum_frames], sum[quantum_frames];
    };

    template <int L>
    static void run_side(Side<L>& s, Word<L> start, const Io<L>& io, LineShelf<L>& shelf, float extra,
                         Frames<L>& f) noexcept {
        const int frames = io.frames();
        for (int i = 0; i < frames; ++i) f.sum[i] = Float<L>(0.0f);
        for (int k = 0; k < combs; ++k) {
            const DelayLine<L> line = shelf.take(comb_words(io.rate()));
            const Float<L> sign(k % 2 == 0 ? 1.0f : -1.0f);
            Float<L> damped = s.damped[k];
            Word<L> now = start, back = start - Word<L>(scaled(comb_frames[k] + extra, io.rate(), tuned_at));
            for (int i = 0; i < frames; ++i) {
                const Float<L> y = line.read(back);
                damped = y + f.damp[i] * (damped - y);
                line.write(now, f.feed[i] + f.feedback[i] * damped);
                f.sum[i] += sign * y;
                now += Word<L>(1u);
                back += Word<L>(1u);
            }
            s.damped[k] = damped;
        }
        for (const float length : allpass_frames) {
            const DelayLine<L> line = shelf.take(allpass_words(io.rate()));
            const std::uint32_t away = scaled(length + extra, io.rate(), tuned_at);
            Word<L> now = start;
            for (int i = 0; i < frames; ++i, now += Word<L>(1u))
                f.sum[i] = allpass_step(line, now, away, Float<L>(0.5f), f.sum[i]);
        }
    }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> room = io.in(1), damp = io.in(2), mix = io.in(3);
        const int frames = io.frames();
        Frames<L> f;
        Float<L> level[quantum_frames];
        for (int i = 0; i < frames;) {
            const Float<L> back = Float<L>(0.7f) + clamp(room.at(i), 0.0f, 1.0f) * Float<L>(0.28f);
            const Float<L> quiet = sqrt((Float<L>(1.0f) - back * back) * Float<L>(1.0f / combs));
            for (const int end = room.until(i); i < end; ++i) {
                f.feedback[i] = back;
                level[i] = quiet;
                f.damp[i] = clamp(damp.at(i), 0.0f, 1.0f) * Float<L>(0.6f);
            }
        }
        LineShelf<L> shelf{io.memory()};
        for (int side = 0; side < 2; ++side) {
            const In<L> near = io.in(0, side), far = io.in(0, 1 - side);
            // A quarter crosses over: a sound on one side is heard from both walls.
            for (int i = 0; i < frames; ++i)
                f.feed[i] = level[i] * (near.at(i) * Float<L>(0.75f) + far.at(i) * Float<L>(0.25f));
            run_side(side == 0 ? s.left : s.right, s.now, io, shelf, side == 0 ? 0.0f : spread, f);
            for (int i = 0; i < frames; ++i) io.out(i, side, dry_wet(near.at(i), f.sum[i], mix.at(i)));
        }
        s.now += Word<L>(static_cast<std::uint32_t>(frames));
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(reverb, Reverb)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
namespace {
Signal side_of(const Signal& pair, std::size_t side) {
    Signal x;
    for (std::size_t i = side; i < pair.size(); i += 2) x.push_back(pair[i]);
    return x;
}
// Seconds to fall by 60 dB, from the slope between -5 and -35 dB of the backward integrated response (Schroeder 1965).
double decay_time(const Signal& response, double rate) {
    std::vector<double> left(response.size() + 1, 0.0);
    for (std::size_t i = response.size(); i-- > 0;)
        left[i] = left[i + 1] + static_cast<double>(response[i]) * static_cast<double>(response[i]);
    const auto when = [&](double db) {
        std::size_t i = 0;
        while (left[i] > left[0] * std::pow(10.0, db / 10)) ++i;
        return static_cast<double>(i) / rate;
    };
    return 2 * (when(-35) - when(-5));
}
}  // namespace
TEST_CASE("reverb dies as its room says, at every rate") {
    for (const float rate : {44100.0f, 96000.0f})
        for (const float room : {0.2f, 0.8f}) {
            const double feedback = 0.7 + 0.28 * static_cast<double>(room);
            const double expected = 3 * 0.0312 / -std::log10(feedback);
            const Signal y = run_unit("reverb", {{{"room", room}, {"damp", 0}, {"mix", 1}}, {}},
                                      static_cast<int>(rate * 4), impulse_wave(1), rate);
            CHECK(decay_time(side_of(y, 0), static_cast<double>(rate)) ==
                  doctest::Approx(expected).epsilon(0.1).scale(0));
        }
}
TEST_CASE("reverb gives back the energy it got, and damping takes the treble first") {
    const auto wet = [](const Signal& x, float room, float damp) {
        return rms(side_of(run_unit("reverb", {{{"room", room}, {"damp", damp}, {"mix", 1}}, {}}, 96000, x), 0)) *
               std::sqrt(96000.0);
    };
    CHECK(wet(impulse_wave(1), 0.2f, 0) == doctest::Approx(1).epsilon(0.15));
    CHECK(wet(impulse_wave(1), 0.9f, 0) == doctest::Approx(1).epsilon(0.15));
    const Signal low = sine_wave(200, 2400, 0.1), high = sine_wave(8000, 2400, 0.1);
    CHECK(wet(high, 0.8f, 1) / wet(high, 0.8f, 0) < 0.5 * wet(low, 0.8f, 1) / wet(low, 0.8f, 0));
}
TEST_CASE("reverb is dense after a tenth of a second and differs left from right") {
    const Signal y = run_unit("reverb", {{{"room", 0.7f}, {"damp", 0.2f}, {"mix", 1}}, {}}, 9600, impulse_wave(1));
    const Signal left = side_of(y, 0), right = side_of(y, 1);
    int sounding = 0;
    double both = 0;
    for (std::size_t i = 4800; i < 9600; ++i) {
        sounding += std::abs(left[i]) > 1e-5f;
        both += static_cast<double>(left[i]) * static_cast<double>(right[i]);
    }
    CHECK(sounding > 3500);
    CHECK(std::abs(both) < 0.3 * 4800 * rms(left, 4800) * rms(right, 4800));
}
TEST_CASE("reverb keeps the dry sound on its frame") {
    const Signal y = run_unit("reverb", {{{"mix", 0.3f}}, {}}, 64, impulse_wave(1));
    CHECK(y[0] == 0.7f);
    CHECK(y[1] == 0.7f);
    CHECK(y[2] == 0.0f);
}
#endif
