// SuperDirt's `lbrick`: bins above a place in the spectrum are taken out, as by SuperCollider's PV_BrickWall. The bin
// at the edge is taken out in part, so that the edge moves smoothly.
#include "dsp/units/spectral/spectral_effect.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Lbrick : SpectralEffect {
    static constexpr Facts facts{
        .name = "lbrick",
        .group = "spectral",
        .summary = "Cuts the spectrum off above a place, as steeply as a wall.",
        .inputs = {audio("in", "the sound to cut"),
                   param("amount", "the share of all frequencies that is cut off, from above", Measure::ratio, 0, 1,
                         0.9f)},
        .example = "out $ noise # lbrick (sine 0.25 * 0.1 + 0.85) * 0.3",
        .see_also = "hbrick lpf spectral_comb",
        .latency = latency,
        .tail = tail,
    };

    struct Cut {
        float amount;

        PHONON_INLINE void operator()(float* re, float* im, int count, std::uint32_t) const noexcept {
            const float edge = (1.0f - clamp(Float<1>(amount), 0.0f, 1.0f).lane(0)) * static_cast<float>(count);
            for (int k = 0; k < count; ++k) {
                const float stays = clamp(Float<1>(edge - static_cast<float>(k)), 0.0f, 1.0f).lane(0);
                re[k] *= stays;
                im[k] *= stays;
            }
        }
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> amount = io.in(1);
        SpectralEffect::run(s, io, [&](int l, int i) { return Cut{amount.at(i).lane(l)}; });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(lbrick, Lbrick)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("lbrick passes all below its edge as it is and nothing above") {
    const double bin = 48000.0 / 1024;
    for (const float amount : {0.95f, 0.8f, 0.3f}) {
        CAPTURE(amount);
        const Settings set{{{"amount", amount}}, {}};
        const double edge = (1 - static_cast<double>(amount)) * 513 * bin;
        for (const double below : {5.0, 9.0, 20.0}) {
            CAPTURE(below);
            CHECK(gain_at("lbrick", edge - below * bin, set) == doctest::Approx(1).epsilon(0.005));
        }
        for (const double above : {4.0, 8.0}) CHECK(gain_at("lbrick", edge + above * bin, set) < 0.01);
        CHECK(gain_at("lbrick", (edge + 2 * 24000) / 3, set) < 0.002);
    }
}
TEST_CASE("lbrick's edge lies where the level is half, also between two bins") {
    const double bin = 48000.0 / 1024;
    for (const double at : {100.0, 100.25, 100.5}) {
        const Settings set{{{"amount", static_cast<float>(1 - at / 513)}}, {}};
        CHECK(gain_at("lbrick", (at - 0.5) * bin, set) == doctest::Approx(0.5).scale(0).epsilon(0.07));
    }
}
TEST_CASE("lbrick cuts nothing at 0 and everything at 1") {
    const Signal x = run_unit("noise", {}, 9600), y = run_unit("lbrick", {{{"amount", 0}}, {}}, 9600, x);
    for (std::size_t i = 2048; i < y.size(); ++i) REQUIRE(std::abs(y[i] - x[i - 1024]) < 2e-6f);
    CHECK(peak(run_unit("lbrick", {{{"amount", 1}}, {}}, 9600, x)) == 0.0);
}
#endif
