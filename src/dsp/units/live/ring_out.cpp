// What a hot swap puts behind a stem that was deleted: its effects ring until nothing is heard any more.
//
// After three seconds below -90 dBFS (long enough for most echoes to come back), or after half a minute, it fades out
// and stays silent; from then on the stem can be taken away without changing a bit.
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct RingOut {
    static constexpr Facts facts{
        .name = "ring_out",
        .group = "live",
        .summary = "What an edit puts behind a stem that was deleted: passes it until it has fallen silent, then ends.",
        .role = Role::effect,
        .inputs = {audio("in", "the sound that is left")},
        .example = "out $ ring_out (saw 110 # adsr 0.01 0.1 0 0.1)",
        .see_also = "edge_fade",
        .tail = -1,
    };
    static constexpr float patience = 3, longest = 30, fade = 0.02f;  // seconds
    static constexpr float silent = 3.2e-5f;                          // -90 dBFS

    template <int L>
    struct State {
        Float<L> loudness{1.0f};          // 0: over, for ever
        Float<L> age{0.0f}, quiet{0.0f};  // frames
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0);
        const float most = longest * io.rate(), enough = patience * io.rate();
        const float fall = io.frame_seconds() / fade;
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> x = in.at(i);
            s.age = min(s.age + Float<L>(1.0f), most);
            s.quiet = select(abs(x) < Float<L>(silent), min(s.quiet + Float<L>(1.0f), enough), 0.0f);
            const auto ending = (s.age >= most) | (s.quiet >= enough) | (s.loudness < 1.0f);
            s.loudness = select(ending, max(s.loudness - Float<L>(fall), 0.0f), s.loudness);
            io.out(i, select(s.loudness > 0.0f, x * s.loudness, 0.0f));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(ring_out, RingOut)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("ring_out passes what sounds, and ends after three seconds of silence") {
    Signal x(48000 * 5, 0.0f);
    for (std::size_t i = 0; i < 48000; ++i) x[i] = 0.5f;
    x[48000 * 3] = 0.25f;  // an echo after two seconds
    for (std::size_t i = 48000 * 4 + 40000; i < x.size(); ++i) x[i] = 0.1f;
    const Signal y = run_unit("ring_out", {{}, {{"in", x}}}, static_cast<int>(x.size()));
    for (std::size_t i = 0; i < 48000 * 4; i += 999) CHECK(y[i] == x[i]);
    CHECK(y[48000 * 3] == 0.25f);
    CHECK(y.back() == 0.1f);
    Signal gone(48000 * 6, 0.0f);
    gone[0] = 1;
    gone.back() = 1;
    CHECK(run_unit("ring_out", {{}, {{"in", gone}}}, static_cast<int>(gone.size())).back() == 0.0f);
}
#endif
