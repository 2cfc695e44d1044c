// SuperDirt's spectral `comb`: leaves evenly spaced bands of the spectrum and takes out what lies between, as
// SuperCollider's PV_RectComb does. Bins that lie across the edge of a tooth stay in part, so that teeth move smoothly.
#include "dsp/units/spectral/spectral_effect.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct SpectralComb : SpectralEffect {
    static constexpr Facts facts{
        .name = "spectral_comb",
        .group = "spectral",
        .summary = "Cuts the spectrum into evenly spaced bands with nothing between: a comb of walls.",
        .inputs = {audio("in", "the sound to comb"),
                   param("teeth", "how many bands", Measure::none, 1, 256, 16, Curve::logarithmic),
                   param("width", "how much of each band is left", Measure::ratio, 0, 1, 0.5f),
                   param("phase", "moves the teeth up, in turns from one to the next", Measure::ratio, 0, 1, 0)},
        .example = "out $ s \"bd sn cp sn\" # spectral_comb 24 0.3 (sine 0.2 * 0.5 + 0.5)",
        .see_also = "comb hbrick lbrick",
        .latency = latency,
        .tail = tail,
    };

    struct Combed {
        float teeth, width, phase;

        PHONON_INLINE void operator()(float* re, float* im, int count, std::uint32_t) const noexcept {
            const float per_bin = clamp(Float<1>(teeth), 1.0f, 256.0f).lane(0) / static_cast<float>(count);
            const float share = clamp(Float<1>(width), 0.0f, 1.0f).lane(0);
            const float begin = clamp(Float<1>(phase), 0.0f, 1.0f).lane(0);
            // How much of all below a place, in teeth, is left.
            const auto left_below = [&](float place) {
                const float whole = floor(Float<1>(place)).lane(0), part = place - whole;
                return whole * share + (part < share ? part : share);
            };
            for (int k = 0; k < count; ++k) {
                const float place = static_cast<float>(k) * per_bin - begin;
                const float left = (left_below(place + per_bin) - left_below(place)) / per_bin;
                const float stays = clamp(Float<1>(left), 0.0f, 1.0f).lane(0);
                re[k] *= stays;
                im[k] *= stays;
            }
        }
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> teeth = io.in(1), width = io.in(2), phase = io.in(3);
        SpectralEffect::run(s, io, [&](int l, int i) {
            return Combed{teeth.at(i).lane(l), width.at(i).lane(l), phase.at(i).lane(l)};
        });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(spectral_comb, SpectralComb)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
// The gain in the middle of a tooth, or beside it, for 16 teeth of 32 bins each.
double gain_in(double place, float width, float phase) {
    return gain_at("spectral_comb", place / 16 * 513 * 48000 / 1024 - 24,
                   {{{"teeth", 16}, {"width", width}, {"phase", phase}}, {}});
}
}  // namespace
TEST_CASE("spectral_comb leaves the width of each tooth and nothing between") {
    for (const double tooth : {1.0, 5.0, 14.0}) {
        CAPTURE(tooth);
        CHECK(gain_in(tooth + 0.25, 0.5f, 0) == doctest::Approx(1).epsilon(0.005));
        CHECK(gain_in(tooth + 0.75, 0.5f, 0) < 0.01);
        CHECK(gain_in(tooth + 0.5, 0.5f, 0) == doctest::Approx(0.5).scale(0).epsilon(0.07));
        CHECK(gain_in(tooth + 0.75, 0.9f, 0) == doctest::Approx(1).epsilon(0.01));
    }
}
TEST_CASE("spectral_comb's phase moves the teeth up by as much") {
    CHECK(gain_in(5.25, 0.5f, 0.5f) < 0.01);
    CHECK(gain_in(5.6, 0.5f, 0.25f) == doctest::Approx(1).epsilon(0.01));
    CHECK(gain_in(5.1, 0.5f, 0.25f) < 0.02);
    CHECK(gain_in(5.75, 0.5f, 0.5f) == doctest::Approx(1).epsilon(0.005));
    CHECK(gain_in(5.75, 0.5f, 0.25f) == doctest::Approx(0.5).scale(0).epsilon(0.07));
}
TEST_CASE("spectral_comb of whole width gives the sound back one window later, and is silent without width") {
    const Signal x = run_unit("noise", {}, 9600), y = run_unit("spectral_comb", {{{"width", 1}}, {}}, 9600, x);
    for (std::size_t i = 2048; i < y.size(); ++i) REQUIRE(std::abs(y[i] - x[i - 1024]) < 1e-5f);
    CHECK(peak(run_unit("spectral_comb", {{{"width", 0}}, {}}, 9600, x)) == 0.0);
}
#endif
