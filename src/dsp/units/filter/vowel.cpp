// Vowels of a tenor, by five band-pass filters side by side (formants: Csound manual, appendix "Formant values").
#include "dsp/math/svf.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Vowel {
    static constexpr Facts facts{
        .name = "vowel",
        .group = "filter",
        .summary = "Makes a sound speak: a e i o u, and everything between.",
        .inputs = {audio("in", "the sound to speak with"),
                   needed("which", "0 a, 1 e, 2 i, 3 o, 4 u; a fraction lies between two", Measure::none, 0, 4, 0)},
        .example = "out $ saw \"110 82.5\" # vowel \"<a e i o u>\" * 0.5",
        .see_also = "formant bpf",
        .tail = 0.2f,
    };
    static constexpr int formants = 5, vowels = 5;
    struct Formant {
        float octave, level, width;  // log2 of Hz; dB; Hz
    };
    static constexpr Formant table[vowels][formants] = {{{9.344296f, 0, 80},
                                                         {10.076816f, -6, 90},
                                                         {11.371777f, -7, 120},
                                                         {11.501837f, -8, 130},
                                                         {11.666224f, -22, 140}},  // a
                                                        {{8.643856f, 0, 70},
                                                         {10.731319f, -14, 80},
                                                         {11.344296f, -12, 100},
                                                         {11.643856f, -14, 120},
                                                         {11.805744f, -20, 120}},  // e
                                                        {{8.179909f, 0, 40},
                                                         {10.868823f, -15, 90},
                                                         {11.451211f, -18, 100},
                                                         {11.666224f, -20, 120},
                                                         {11.789534f, -30, 120}},  // i
                                                        {{8.643856f, 0, 70},
                                                         {9.643856f, -10, 80},
                                                         {11.344296f, -12, 100},
                                                         {11.451211f, -12, 130},
                                                         {11.550747f, -26, 135}},  // o
                                                        {{8.451211f, 0, 40},
                                                         {9.228819f, -20, 60},
                                                         {11.398744f, -17, 100},
                                                         {11.501837f, -14, 120},
                                                         {11.688250f, -26, 120}}};  // u

    template <int L>
    struct State {
        SvfState<L> filter[formants];
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), which = io.in(1);
        for (int i = 0; i < io.frames();) {
            const Float<L> at = clamp(which.at(i), 0.0f, static_cast<float>(vowels - 1));
            struct Band {
                SvfCoefficients<L> k;
                Float<L> gain;
            };
            const auto band = [&](int f) {
                // Tents over the vowels: each weighs 1 at its own number and 0 at its neighbours'.
                Float<L> octave(0.0f), level(0.0f), width(0.0f);
                for (int v = 0; v < vowels; ++v) {
                    const Float<L> weight = max(Float<L>(1.0f) - abs(at - Float<L>(static_cast<float>(v))), 0.0f);
                    octave += weight * Float<L>(table[v][f].octave);
                    level += weight * Float<L>(table[v][f].level);
                    width += weight * Float<L>(table[v][f].width);
                }
                const Float<L> hertz = exp2(octave);
                const SvfCoefficients<L> k(hertz, hertz / width, io.rate());
                // Narrow bands let little through: 9.5 dB bring a saw back to about its level.
                return Band{k, from_decibels(level) * k.k * Float<L>(3.0f)};
            };
            const Band bands[formants] = {band(0), band(1), band(2), band(3), band(4)};
            for (const int end = which.until(i); i < end; ++i) {
                Float<L> sum(0.0f);
                for (int f = 0; f < formants; ++f) sum += bands[f].gain * s.filter[f].step(in.at(i), bands[f].k).band;
                io.out(i, sum);
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(vowel, Vowel)

#if defined(PHONON_UNIT_TESTS)
#include <complex>
using namespace phonon::dsp;
TEST_CASE("vowel lets through its first formant and little between") {
    const float first[] = {650, 400, 290, 400, 350};
    for (std::size_t v = 0; v < 5; ++v) {
        const Settings set{{{"which", static_cast<float>(v)}}, {}};
        CHECK(gain_at("vowel", static_cast<double>(first[v]), set) == doctest::Approx(3).epsilon(0.1));
        CHECK(gain_at("vowel", 60, set) < 0.3);
        CHECK(gain_at("vowel", 8000, set) < 0.3);
    }
}
TEST_CASE("vowel between a and e has its first formant between theirs") {
    CHECK(gain_at("vowel", 510, {{{"which", 0.5f}}, {}}) == doctest::Approx(3).epsilon(0.1));
}
TEST_CASE("vowel has the five formants of each of its vowels, as loud as they are listed") {
    struct Formant {
        double hertz, db, width;
    };
    // Csound manual, appendix "Formant values", tenor.
    const Formant listed[5][5] = {{{650, 0, 80}, {1080, -6, 90}, {2650, -7, 120}, {2900, -8, 130}, {3250, -22, 140}},
                                  {{400, 0, 70}, {1700, -14, 80}, {2600, -12, 100}, {3200, -14, 120}, {3580, -20, 120}},
                                  {{290, 0, 40}, {1870, -15, 90}, {2800, -18, 100}, {3250, -20, 120}, {3540, -30, 120}},
                                  {{400, 0, 70}, {800, -10, 80}, {2600, -12, 100}, {2800, -12, 130}, {3000, -26, 135}},
                                  {{350, 0, 40}, {600, -20, 60}, {2700, -17, 100}, {2900, -14, 120}, {3300, -26, 120}}};
    for (std::size_t v = 0; v < 5; ++v)
        for (const Formant& here : listed[v]) {
            CAPTURE(v);
            CAPTURE(here.hertz);
            std::complex<double> sum = 0;
            for (const Formant& f : listed[v]) {
                const std::complex<double> s(
                    0, std::tan(3.14159265 * here.hertz / 48000) / std::tan(3.14159265 * f.hertz / 48000));
                const std::complex<double> k = s * (f.width / f.hertz);
                sum += 3 * std::pow(10, f.db / 20) * k / (s * s + k + 1.0);
            }
            CHECK(gain_at("vowel", here.hertz, {{{"which", static_cast<float>(v)}}, {}}) ==
                  doctest::Approx(std::abs(sum)).scale(0).epsilon(0.02));
        }
}
#endif
