// Six allpasses in a row: smears what is sharp and leaves the spectrum (M. Schroeder, 1962, see math/allpass_line.hpp).
#include "dsp/math/allpass_line.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Diffuser {
    static constexpr Facts facts{
        .name = "diffuser",
        .aliases = "hadamard",
        .group = "reverb",
        .summary = "Smears a sound without colouring it: drums into brushes, echoes into clouds.",
        .inputs = {audio("in", "the sound to smear"),
                   param("amount", "how much it is smeared", Measure::ratio, 0, 0.9f, 0.6f),
                   param("size", "length of the smear; 1 is 0.1 s and more", Measure::ratio, 0.05f, 1, 0.5f)},
        .example = "out $ s \"cp ~ sn ~\" # diffuser 0.7 0.8",
        .see_also = "reverb plate allpass",
        .tail = 4,
    };
    static constexpr int stages = 6;
    // Primes at 48 kHz, each about 1.4 times the one before.
    static constexpr float frames[stages] = {223, 317, 443, 619, 863, 1213};

    template <int L>
    struct State {
        Word<L> now{0u};
        Tap<L> tap[stages];
    };
    PHONON_INLINE static std::uint32_t words(int k, float rate) noexcept { return line_words(rate, frames[k] / 48000); }
    static std::size_t memory_words(float rate) noexcept {
        std::size_t n = 0;
        for (int k = 0; k < stages; ++k) n += words(k, rate);
        return n;
    }
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), amount = io.in(1), size = io.in(2);
        for (int i = 0; i < io.frames(); ++i) {
            LineShelf<L> shelf{io.memory()};
            Float<L> x = in.at(i);
            const Float<L> k = clamp(amount.at(i), 0.0f, 0.9f);
            const Float<L> scale = clamp(size.at(i), 0.05f, 1.0f) * Float<L>(io.rate() / 48000);
            for (int n = 0; n < stages; ++n) {
                const DelayLine<L> line = shelf.take(words(n, io.rate()));
                s.tap[n].follow(small_floor(scale * Float<L>(frames[n])), io.rate());
                const Float<L> back = s.tap[n].read(line, s.now);
                const Float<L> v = x - k * back;
                line.write(s.now, v);
                x = back + k * v;
            }
            io.out(i, x);
            s.now += Word<L>(1u);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(diffuser, Diffuser)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("diffuser keeps the level of every partial and the energy of a click") {
    for (const double hertz : {61.0, 440.0, 3001.0, 12000.0})
        CHECK(gain_at("diffuser", hertz, {}) == doctest::Approx(1).epsilon(0.01));
    const Signal y = run_unit("diffuser", {{{"amount", 0.6f}, {"size", 1}}, {}}, 96000, impulse_wave(1));
    double energy = 0, first = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
        const double power = static_cast<double>(y[i]) * static_cast<double>(y[i]);
        energy += power;
        if (i < 480) first += power;
    }
    CHECK(energy == doctest::Approx(1).epsilon(0.001));
    CHECK(first < 0.1);
    CHECK(peak(y) < 0.35);
}
TEST_CASE("diffuser's smear is as long as its size") {
    const auto middle = [](float size) {
        const Signal y = run_unit("diffuser", {{{"amount", 0.6f}, {"size", size}}, {}}, 48000, impulse_wave(1));
        double power = 0, moment = 0;
        for (std::size_t i = 0; i < y.size(); ++i) {
            const double p = static_cast<double>(y[i]) * static_cast<double>(y[i]);
            power += p;
            moment += p * static_cast<double>(i);
        }
        return moment / power;
    };
    CHECK(middle(0.5f) / middle(1) == doctest::Approx(0.5).scale(0).epsilon(0.03));
    CHECK(middle(0.1f) / middle(1) == doctest::Approx(0.1).scale(0).epsilon(0.1));
}
#endif
