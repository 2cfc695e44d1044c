// White noise from a counter: see math/random.hpp.
#include "dsp/math/random.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Noise {
    static constexpr Facts facts{
        .name = "noise",
        .aliases = "white_noise white",
        .group = "noise",
        .summary = "White noise: all frequencies equally strong, like a waterfall.",
        .role = Role::source,
        .example = "out $ noise # lpf (sine 0.1 * 1500 + 2000) * 0.2",
        .see_also = "pink brown",
        .tail = -1,
    };
    template <int L>
    struct State {
        Counter<L> counter;
    };

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        for (int i = 0; i < io.frames(); ++i) io.out(i, bipolar(s.counter.next(io.key())));
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(noise, Noise)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("noise is flat: even over -1 ... 1, without DC, and its frames know nothing of each other") {
    const Signal x = run_unit("noise", {}, 200000);
    CHECK(rms(x) == doctest::Approx(1 / std::sqrt(3.0)).epsilon(0.01).scale(0));
    CHECK(peak(x) <= 1.0);
    double mean = 0;
    for (const float y : x) mean += static_cast<double>(y) / 200000;
    CHECK(std::abs(mean) < 0.006);
    for (const std::size_t lag : {1u, 2u, 3u, 64u, 1000u}) {
        double correlation = 0;
        for (std::size_t i = lag; i < x.size(); ++i) correlation += static_cast<double>(x[i] * x[i - lag]) / 200000;
        CHECK(std::abs(correlation) < 0.003);
    }
}
#endif
