// SuperDirt's `hbrick`: bins below a place in the spectrum are taken out, as by SuperCollider's PV_BrickWall. The bin
// at the edge is taken out in part, so that the edge moves smoothly.
#include "dsp/units/spectral/spectral_effect.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Hbrick : SpectralEffect {
    static constexpr Facts facts{
        .name = "hbrick",
        .group = "spectral",
        .summary = "Cuts the spectrum off below a place, as steeply as a wall.",
        .inputs = {audio("in", "the sound to cut"),
                   param("amount", "the share of all frequencies that is cut off, from below", Measure::ratio, 0, 1,
                         0.1f)},
        .example = "out $ noise # hbrick (sine 0.25 * 0.4 + 0.5) * 0.3",
        .see_also = "lbrick hpf spectral_comb",
        .latency = latency,
        .tail = tail,
    };

    struct Cut {
        float amount;

        PHONON_INLINE void operator()(float* re, float* im, int count, std::uint32_t) const noexcept {
            const float edge = clamp(Float<1>(amount), 0.0f, 1.0f).lane(0) * static_cast<float>(count);
            for (int k = 0; k < count; ++k) {
                const float stays = clamp(Float<1>(static_cast<float>(k + 1) - edge), 0.0f, 1.0f).lane(0);
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

PHONON_UNIT(hbrick, Hbrick)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("hbrick passes all above its edge as it is and nothing below") {
    const double bin = 48000.0 / 1024;
    for (const float amount : {0.02f, 0.1f, 0.5f}) {
        CAPTURE(amount);
        const Settings set{{{"amount", amount}}, {}};
        const double edge = static_cast<double>(amount) * 513 * bin;
        for (const double above : {4.0, 8.0, 40.0}) {
            CAPTURE(above);
            CHECK(gain_at("hbrick", edge + above * bin, set) == doctest::Approx(1).epsilon(0.005));
        }
        for (const double below : {4.0, 8.0}) CHECK(gain_at("hbrick", edge - below * bin, set) < 0.01);
        CHECK(gain_at("hbrick", edge / 3, set) < 0.002);
    }
}
TEST_CASE("hbrick's edge lies where the level is half, also between two bins") {
    const double bin = 48000.0 / 1024;
    for (const double at : {100.0, 100.25, 100.5}) {
        const Settings set{{{"amount", static_cast<float>(at / 513)}}, {}};
        CHECK(gain_at("hbrick", (at - 0.5) * bin, set) == doctest::Approx(0.5).scale(0).epsilon(0.07));
    }
}
TEST_CASE("hbrick cuts nothing at 0 and everything at 1") {
    const Signal x = run_unit("noise", {}, 9600), y = run_unit("hbrick", {{{"amount", 0}}, {}}, 9600, x);
    for (std::size_t i = 2048; i < y.size(); ++i) REQUIRE(std::abs(y[i] - x[i - 1024]) < 2e-6f);
    CHECK(peak(run_unit("hbrick", {{{"amount", 1}}, {}}, 9600, x)) == 0.0);
}
#endif
