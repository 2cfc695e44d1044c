// A feedback delay network of sixteen lines: the classic one, without movement (J.-M. Jot, A. Chaigne, "Digital delay
// networks for designing artificial reverberators", AES Convention 90, 1991). Each line loses what a time T of 60 dB
// asks of its length, and a little more treble; a Householder matrix mixes them.
#include "dsp/math/allpass_line.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct ReverbStereo {
    static constexpr Facts facts{
        .name = "reverb_stereo",
        .aliases = "fdn",
        .group = "reverb",
        .summary = "A plain stereo room: how much of it, and how long it rings.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to place in the room"),
                   param("wet", "0 is the sound alone, 1 the room alone", Measure::ratio, 0, 1, 0.3f),
                   param("time", "time in which it dies by 60 dB", Measure::seconds, 0.1f, 30, 2),
                   param("damping", "how fast the treble dies", Measure::ratio, 0, 1, 0.4f)},
        .example = "out $ s \"cp ~ sn ~\" # reverb_stereo 0.3 1.5",
        .see_also = "reverb plate lush",
        .tail = 40,
    };
    static constexpr int lines = 16;
    static constexpr float frames[lines] = {919,  997,  1061, 1129, 1213, 1303, 1399, 1489,
                                            1601, 1709, 1831, 1973, 2111, 2267, 2437, 2617};

    template <int L>
    struct State {
        Word<L> now{0u};
        Float<L> treble[lines];
        State() noexcept {
            for (Float<L>& t : treble) t = Float<L>(0.0f);
        }
    };
    PHONON_INLINE static std::uint32_t words(int k, float rate) noexcept { return line_words(rate, frames[k] / 48000); }
    static std::size_t memory_words(float rate) noexcept {
        std::size_t n = 0;
        for (int k = 0; k < lines; ++k) n += words(k, rate);
        return n;
    }
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), wet = io.in(1), time = io.in(2), damping = io.in(3);
        LineShelf<L> shelf{io.memory()};
        float* at[lines];
        std::uint32_t mask[lines], length[lines];
        for (int k = 0; k < lines; ++k) {
            at[k] = shelf.memory;
            mask[k] = words(k, io.rate());
            shelf.take(mask[k]);
            length[k] = scaled(frames[k], io.rate(), 48000);
        }
        for (int i = 0; i < io.frames();) {
            const Float<L> seconds = clamp(time.at(i), 0.1f, 30.0f);
            Float<L> keep[lines];
            for (int k = 0; k < lines; ++k) keep[k] = exp2(Float<L>(-9.96578428f * frames[k] / 48000) / seconds);
            const Float<L> mean = exp2(Float<L>(-9.96578428f * 1628.0f / 48000) / seconds);
            // As much energy as came in, in all of the tail.
            const Float<L> level = sqrt(Float<L>(1.0f) - mean * mean);
            const Float<L> dull = clamp(damping.at(i), 0.0f, 1.0f) * Float<L>(0.7f);
            for (const int end = until(i, time, damping); i < end; ++i) {
                const Float<L> x = left.at(i), y = right.at(i);
                Float<L> out[lines], sum(0.0f), wet_left(0.0f), wet_right(0.0f);
                for (int k = 0; k < lines; ++k) {
                    const Float<L> arrived = DelayLine<L>(at[k], mask[k]).read(s.now - Word<L>(length[k])) * keep[k];
                    s.treble[k] = arrived + dull * (s.treble[k] - arrived);
                    out[k] = s.treble[k];
                    sum += out[k];
                    // Every other line to either side, with signs that make the sides independent.
                    const Float<L> heard = k % 4 < 2 ? out[k] : Float<L>(0.0f) - out[k];
                    if (k % 2 == 0)
                        wet_left += heard;
                    else
                        wet_right += heard;
                }
                const Float<L> shared = sum * Float<L>(2.0f / lines);
                for (int k = 0; k < lines; ++k) {
                    const Float<L> in = (k % 2 == 0 ? x : y) * level * Float<L>(0.5f);
                    DelayLine<L>(at[k], mask[k]).write(s.now, out[k] - shared + (k % 8 < 4 ? in : Float<L>(0.0f) - in));
                }
                const Float<L> amount = wet.at(i);
                io.out(i, 0, dry_wet(x, wet_left * Float<L>(0.7f), amount));
                io.out(i, 1, dry_wet(y, wet_right * Float<L>(0.7f), amount));
                s.now += Word<L>(1u);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(reverb_stereo, ReverbStereo)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
Signal room_left(float seconds, float damping, int frames) {
    const Signal y =
        run_unit("reverb_stereo", {{{"wet", 1}, {"time", seconds}, {"damping", damping}}, {}}, frames, impulse_wave(1));
    Signal x;
    for (std::size_t i = 0; i < y.size(); i += 2) x.push_back(y[i]);
    return x;
}
}  // namespace
TEST_CASE("reverb_stereo dies by 60 dB in the time that it is given (Schroeder's integral)") {
    for (const float seconds : {0.5f, 2.0f}) {
        const Signal x = room_left(seconds, 0, 144000);
        std::vector<double> left(x.size() + 1, 0.0);
        for (std::size_t i = x.size(); i-- > 0;)
            left[i] = left[i + 1] + static_cast<double>(x[i]) * static_cast<double>(x[i]);
        const auto when = [&](double db) {
            std::size_t i = 0;
            while (left[i] > left[0] * std::pow(10.0, db / 10)) ++i;
            return static_cast<double>(i) / 48000;
        };
        CHECK(2 * (when(-35) - when(-5)) == doctest::Approx(static_cast<double>(seconds)).epsilon(0.08).scale(0));
    }
}
TEST_CASE("reverb_stereo has about the energy of what came in") {
    const Signal x = room_left(2, 0, 192000);
    double energy = 0;
    for (const float v : x) energy += static_cast<double>(v) * static_cast<double>(v);
    CHECK(energy > 0.3);
    CHECK(energy < 2);
}
TEST_CASE("reverb_stereo loses its treble first when it is damped") {
    const auto ratio = [](float damping) {
        const Signal x = room_left(2, damping, 48000);
        const Signal late(x.begin() + 24000, x.end());
        double high = 0, low = 0;
        for (double f = 200; f < 600; f += 13) low += level_at(late, f);
        for (double f = 6000; f < 6400; f += 13) high += level_at(late, f);
        return high / low;
    };
    CHECK(ratio(0.5f) < 0.05 * ratio(0));
}
TEST_CASE("reverb_stereo is as loud on both sides, and they are not alike") {
    const Signal y = run_unit("reverb_stereo", {{{"wet", 1}, {"time", 2}}, {}}, 96000, impulse_wave(1));
    double left = 0, right = 0, both = 0;
    for (std::size_t i = 0; i < y.size(); i += 2) {
        left += std::pow(static_cast<double>(y[i]), 2);
        right += std::pow(static_cast<double>(y[i + 1]), 2);
        both += static_cast<double>(y[i]) * static_cast<double>(y[i + 1]);
    }
    CHECK(right / left == doctest::Approx(1).epsilon(0.05));
    CHECK(std::abs(both) / std::sqrt(left * right) < 0.3);
}
#endif
