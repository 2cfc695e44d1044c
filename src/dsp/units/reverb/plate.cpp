// A plate from two cross-coupled loops of allpasses and delays: J. Dattorro, "Effect design, part 1: reverberator and
// other filters", Journal of the Audio Engineering Society 45(9), 1997, figure 1 and table 1.
#include "dsp/math/allpass_line.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Plate {
    static constexpr Facts facts{
        .name = "plate",
        .aliases = "dattorro",
        .group = "reverb",
        .summary = "Plate reverb: dense and bright from the first moment, fine on voices and drums.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to put on the plate"),
                   param("predelay", "time before the plate answers", Measure::seconds, 0, 0.5f, 0.01f),
                   param("decay", "time in which it dies by 60 dB", Measure::seconds, 0.1f, 30, 2),
                   param("diffusion", "how smeared the first moment is", Measure::ratio, 0, 1, 0.7f),
                   param("damping", "how fast the treble dies", Measure::ratio, 0, 1, 0.3f),
                   param("mod", "how much the plate moves, against metallic ringing", Measure::ratio, 0, 1, 0.3f),
                   param("mix", "0 is the sound alone, 1 the plate alone", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ s \"sn ~ cp ~\" # plate 0.02 1.5 :mix 0.3",
        .see_also = "reverb lush",
        .tail = 40,
    };
    static constexpr float tuned_at = 29761;
    static constexpr int inputs_diffused = 4;
    static constexpr float diffuser_frames[inputs_diffused] = {142, 107, 379, 277};
    // One loop of the tank; the two differ in lengths only.
    struct Loop {
        float moving, first, still, second;
    };
    static constexpr Loop loops[2] = {{672, 4453, 1800, 3720}, {908, 4217, 2656, 3163}};
    static constexpr float excursion = 8;  // frames at tuned_at
    struct Tap {
        int loop, line;  // line: 0 first delay, 1 still allpass, 2 second delay
        float frames, sign;
    };
    static constexpr Tap taps[2][7] = {{{1, 0, 266, 1},
                                        {1, 0, 2974, 1},
                                        {1, 1, 1913, -1},
                                        {1, 2, 1996, 1},
                                        {0, 0, 1990, -1},
                                        {0, 1, 187, -1},
                                        {0, 2, 1066, -1}},
                                       {{0, 0, 353, 1},
                                        {0, 0, 3627, 1},
                                        {0, 1, 1228, -1},
                                        {0, 2, 2673, 1},
                                        {1, 0, 2111, -1},
                                        {1, 1, 335, -1},
                                        {1, 2, 121, -1}}};

    template <int L>
    struct State {
        Word<L> now{0u};
        Phase<L> wobble;
        Float<L> treble[2] = {Float<L>(0.0f), Float<L>(0.0f)};
        Float<L> back[2] = {Float<L>(0.0f), Float<L>(0.0f)};  // what each loop hands to the other
    };
    PHONON_INLINE static std::uint32_t words(float frames, float rate) noexcept {
        return line_words(rate, frames / tuned_at);
    }
    PHONON_INLINE static std::uint32_t moving_words(float frames, float rate) noexcept {
        return words(frames + 2 * excursion, rate);
    }
    static std::size_t memory_words(float rate) noexcept {
        std::size_t n = line_words(rate, 0.5f);
        for (const float d : diffuser_frames) n += words(d, rate);
        for (const Loop& l : loops)
            n += moving_words(l.moving, rate) + words(l.first, rate) + words(l.still, rate) + words(l.second, rate);
        return n;
    }

    // Coefficients that follow the parameters.
    template <int L>
    struct Settings {
        Float<L> decay, spread, level, damp;
        PHONON_INLINE Settings(Float<L> seconds, Float<L> damping, float rate) noexcept {
            // Once round both loops is 0.715 s of plain delay and passes `decay` four times.
            decay = exp2(Float<L>(-9.96578428f * 0.715f / 4.0f) / clamp(seconds, 0.1f, 30.0f));
            spread = clamp(decay + Float<L>(0.15f), 0.25f, 0.5f);
            level = sqrt(Float<L>(1.0f) - decay * decay) * Float<L>(0.7f);
            damp = pow(clamp(damping, 1e-6f, 0.98f), Float<L>(tuned_at / rate));
        }
    };

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> left = io.in(0, 0), right = io.in(0, 1), predelay = io.in(1), decay = io.in(2);
        const In<L> diffusion = io.in(3), damping = io.in(4), mod = io.in(5), mix = io.in(6);
        const float rate = io.rate(), scale = rate / tuned_at;
        LineShelf<L> shelf{io.memory()};
        const DelayLine<L> before = shelf.take(line_words(rate, 0.5f));
        const DelayLine<L> diffusers[inputs_diffused] = {
            shelf.take(words(diffuser_frames[0], rate)), shelf.take(words(diffuser_frames[1], rate)),
            shelf.take(words(diffuser_frames[2], rate)), shelf.take(words(diffuser_frames[3], rate))};
        struct Lines {
            DelayLine<L> moving, first, still, second;
            PHONON_INLINE const DelayLine<L>& operator[](int k) const noexcept {
                return k == 0 ? first : k == 1 ? still : second;
            }
        };
        const auto take = [&](const Loop& l) {
            const DelayLine<L> a = shelf.take(moving_words(l.moving, rate)), b = shelf.take(words(l.first, rate));
            const DelayLine<L> c = shelf.take(words(l.still, rate)), d = shelf.take(words(l.second, rate));
            return Lines{a, b, c, d};
        };
        const Lines first_lines = take(loops[0]);
        const Lines lines[2] = {first_lines, take(loops[1])};
        const PhaseStep<L> wobble_step(Float<L>(0.7f), rate);

        for (int i = 0; i < io.frames();) {
            const Settings<L> k(decay.at(i), damping.at(i), rate);
            for (const int end = until(i, decay, damping); i < end; ++i) {
                before.write(s.now, (left.at(i) + right.at(i)) * Float<L>(0.5f));
                Float<L> x = before.read(s.now, clamp(predelay.at(i), 0.0f, 0.499f) * Float<L>(rate), 0) * k.level;
                const Float<L> smear = clamp(diffusion.at(i), 0.0f, 1.0f);
                for (int d = 0; d < inputs_diffused; ++d)
                    x = allpass_step(diffusers[d], s.now, scaled(diffuser_frames[d], rate, tuned_at),
                                     smear * Float<L>(d < 2 ? 0.95f : 0.8f), x);
                const Float<L> sway = clamp(mod.at(i), 0.0f, 1.0f) * Float<L>(excursion * scale);
                const Float<L> angle = s.wobble.turns();
                s.wobble.advance(wobble_step);
                const Float<L> from_other[2] = {s.back[1], s.back[0]};
                for (int n = 0; n < 2; ++n) {
                    const Lines& w = lines[n];
                    const Float<L> age =
                        Float<L>(loops[n].moving * scale) + sway * (n == 0 ? sin_turns(angle) : cos_turns(angle));
                    const Float<L> late = w.moving.read(s.now, age);
                    // The decay diffusion of the first allpass has the opposite sign of the others.
                    const Float<L> v = x + from_other[n] * k.decay + Float<L>(0.7f) * late;
                    w.moving.write(s.now, v);
                    const Float<L> spread_out = late - Float<L>(0.7f) * v;
                    const Float<L> y = w.first.read(s.now - Word<L>(scaled(loops[n].first, rate, tuned_at)));
                    w.first.write(s.now, spread_out);
                    s.treble[n] = y + k.damp * (s.treble[n] - y);
                    const Float<L> z = allpass_step(w.still, s.now, scaled(loops[n].still, rate, tuned_at), k.spread,
                                                    s.treble[n] * k.decay);
                    s.back[n] = w.second.read(s.now - Word<L>(scaled(loops[n].second, rate, tuned_at)));
                    w.second.write(s.now, z);
                }
                for (int side = 0; side < 2; ++side) {
                    Float<L> wet(0.0f);
                    for (const Tap& t : taps[side])
                        wet += Float<L>(t.sign) *
                               lines[t.loop][t.line].read(s.now - Word<L>(scaled(t.frames, rate, tuned_at)));
                    io.out(i, side, dry_wet((side == 0 ? left : right).at(i), wet, mix.at(i)));
                }
                s.now += Word<L>(1u);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(plate, Plate)

#if defined(PHONON_UNIT_TESTS)
#include <cmath>
using namespace phonon::dsp;
namespace {
Signal plate_left(const Settings& settings, int frames) {
    const Signal y = run_unit("plate", settings, frames, impulse_wave(1));
    Signal x;
    for (std::size_t i = 0; i < y.size(); i += 2) x.push_back(y[i]);
    return x;
}
double plate_decay(float seconds) {
    const Signal x = plate_left({{{"decay", seconds}, {"damping", 0}, {"mix", 1}}, {}}, 144000);
    std::vector<double> left(x.size() + 1, 0.0);
    for (std::size_t i = x.size(); i-- > 0;)
        left[i] = left[i + 1] + static_cast<double>(x[i]) * static_cast<double>(x[i]);
    const auto when = [&](double db) {
        std::size_t i = 0;
        while (left[i] > left[0] * std::pow(10.0, db / 10)) ++i;
        return static_cast<double>(i) / 48000;
    };
    return 60.0 / 25 * (when(-30) - when(-5));
}
}  // namespace
TEST_CASE("plate dies by 60 dB in the time that it is given") {
    CHECK(plate_decay(1) == doctest::Approx(1).epsilon(0.15));
    CHECK(plate_decay(3) == doctest::Approx(3).epsilon(0.15));
}
TEST_CASE("plate answers after its predelay with about the energy it got") {
    const Signal x = plate_left({{{"predelay", 0.1f}, {"mix", 1}, {"damping", 0}}, {}}, 192000);
    CHECK(peak(Signal(x.begin(), x.begin() + 4800)) == 0);
    CHECK(peak(Signal(x.begin() + 4800, x.begin() + 5800)) > 1e-4);
    CHECK(rms(x) * std::sqrt(192000.0) == doctest::Approx(1).epsilon(0.3));
}
#endif
