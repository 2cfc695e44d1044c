// SuperDirt's `scram`: bins of the spectrum take each other's places, as SuperCollider's PV_BinScramble does. Which
// bins are taken, and from where, is decided once for each voice; so a tone that stands still becomes a chord that
// does.
#include "dsp/math/random.hpp"
#include "dsp/units/spectral/spectral_effect.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Scram : SpectralEffect {
    static constexpr Facts facts{
        .name = "scram",
        .group = "spectral",
        .summary = "Scrambles the spectrum: partials are put where others were, by chance.",
        .inputs = {audio("in", "the sound to scramble"),
                   param("amount", "which share of the bins is scrambled", Measure::ratio, 0, 1, 0.2f),
                   param("width", "how far from their places they are fetched, as a share of all frequencies",
                         Measure::ratio, 0, 1, 0.2f)},
        .example = "out $ saw \"110 82.5\" # scram \"0 0.2 0.5\" * 0.4",
        .see_also = "smear binshift",
        .latency = latency,
        .tail = tail,
    };

    struct Scrambled {
        float amount, width;
        std::uint32_t key;

        PHONON_INLINE void operator()(float* re, float* im, int count, std::uint32_t window) const noexcept {
            float to_re[largest / 2 + 1] = {}, to_im[largest / 2 + 1] = {};
            const float reach = clamp(Float<1>(width), 0.0f, 1.0f).lane(0) * static_cast<float>(count);
            for (int k = 0; k < count; ++k) {
                const auto number = 2 * static_cast<std::uint32_t>(k);
                const Word<1> own(key);
                const bool taken = unipolar(random_word(own, Word<1>(number))).lane(0) < amount;
                const float way = bipolar(random_word(own, Word<1>(number + 1))).lane(0) * reach;
                int from = k + (taken ? static_cast<int>(way) : 0);
                from = from < 0 ? 0 : from >= count ? count - 1 : from;
                move_bin(re, im, from, to_re, to_im, k, window);
            }
            for (int k = 0; k < count; ++k) {
                re[k] = to_re[k];
                im[k] = to_im[k];
            }
            im[0] = im[count - 1] = 0;
        }
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> amount = io.in(1), width = io.in(2);
        const Word<L> key = io.key();
        SpectralEffect::run(s, io, [&](int l, int i) {
            return Scrambled{amount.at(i).lane(l), width.at(i).lane(l), key.lane(l)};
        });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(scram, Scram)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("scram of nothing gives the sound back one window later") {
    const Signal x = run_unit("noise", {}, 9600), y = run_unit("scram", {{{"amount", 0}}, {}}, 9600, x);
    for (std::size_t i = 2048; i < y.size(); ++i) REQUIRE(std::abs(y[i] - x[i - 1024]) < 2e-6f);
}
TEST_CASE("scram changes the share of the bins that it is told and leaves the others") {
    const Signal x = run_unit("noise", {}, 96000);
    for (const float amount : {0.1f, 0.4f, 0.8f}) {
        const Signal y = run_unit("scram", {{{"amount", amount}, {"width", 0.3f}}, {}}, 96000, x);
        double alike = 0, power = 0;
        for (std::size_t i = 2048; i < y.size(); ++i) {
            alike += static_cast<double>(y[i]) * static_cast<double>(x[i - 1024]);
            power += std::pow(static_cast<double>(x[i - 1024]), 2);
        }
        CHECK(1 - alike / power == doctest::Approx(static_cast<double>(amount)).scale(1).epsilon(0.05));
    }
}
TEST_CASE("scram fetches bins from no further than its width, and stands still") {
    const double tone = 256 * 48000.0 / 1024;
    const Signal y = run_unit("scram", {{{"amount", 1}, {"width", 0.1f}}, {}}, 1 << 16, sine_wave(tone, 1 << 16, 0.5));
    const Signal early(y.begin() + 4096, y.begin() + 4096 + 16384), late(y.end() - 16384, y.end());
    const std::vector<double> db = spectrum_db(late), then = spectrum_db(early);
    double inside = -300, outside = -300;
    for (std::size_t k = 0; k < db.size(); ++k) {
        const double hertz = static_cast<double>(k) * 48000 / 16384;
        double& most = std::abs(hertz - tone) < 0.1 * 24000 + 200 ? inside : outside;
        most = std::max(most, db[k]);
        if (db[k] > -40) CHECK(then[k] == doctest::Approx(db[k]).scale(0).epsilon(0.05));
    }
    CHECK(inside > -25);
    CHECK(outside < -60);
}
#endif
