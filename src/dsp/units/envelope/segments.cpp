// A ramp of up to four straight pieces as a signal.
#include "dsp/math/contour.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

constexpr Input segment_level(std::string_view name, std::string_view doc) noexcept {
    return param(name, doc, Measure::none, -1e6f, 1e6f, 0);
}
constexpr Input segment_time(std::string_view name, std::string_view doc) noexcept {
    return param(name, doc, Measure::seconds, -1, 600, -1);
}

struct Segments {
    static constexpr int most = 4;
    static constexpr Facts facts{
        .name = "segments",
        .group = "envelope",
        .summary =
            "A line through up to five values, each reached in its time, begun anew by every note (or every cycle).",
        .role = Role::source,
        .inputs = {segment_level("level0", "value at the beginning"), segment_time("time1", "time to the next value"),
                   segment_level("level1", "the next value"),
                   segment_time("time2", "time to the next value; below 0 there is none"),
                   segment_level("level2", "the next value"),
                   segment_time("time3", "time to the next value; below 0 there is none"),
                   segment_level("level3", "the next value"),
                   segment_time("time4", "time to the last value; below 0 there is none"),
                   segment_level("level4", "the last value, which is held"), note_gate()},
        .example = "out $ saw 110 # lpf (segments 200 0.1 3000 0.5 800 1 200) 2 * 0.4",
        .see_also = "line curve tadsr",
        .tail = -1,
    };
    template <int L>
    struct State {
        Gate<L> gate;
        Int<L> piece{most};  // `most`: not begun, at level0
        Progress<L> progress;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> gate = io.in(2 * most + 1);
        for (int i = 0; i < io.frames(); ++i) {
            const Mask<L> onset = s.gate.step(gate.at(i)).onset;
            s.piece = select(onset, Int<L>(0), s.piece);
            s.progress.restart(onset);
            const Float<L> first = io.in(0).at(i);
            Float<L> from = first, to = first, seconds(1.0f), next_seconds(-1.0f);
            for (int k = 0; k < most; ++k) {
                const Mask<L> here = s.piece == k;
                from = select(here, io.in(2 * k).at(i), from);
                to = select(here, io.in(2 * k + 2).at(i), to);
                seconds = select(here, io.in(2 * k + 1).at(i), seconds);
                if (k + 1 < most) next_seconds = select(here, io.in(2 * k + 3).at(i), next_seconds);
            }
            // A first piece without a time stays at its beginning.
            to = select(seconds < 0.0f, from, to);
            const Float<L> p = s.progress.at;
            io.out(i, from * (Float<L>(1.0f) - p) + to * p);
            s.progress.advance(seconds, io.frame_seconds());
            const Mask<L> on = s.progress.done() & (next_seconds >= 0.0f) & (s.piece < most);
            s.piece = select(on, s.piece + Int<L>(1), s.piece);
            s.progress.restart(on);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(segments, Segments)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("segments goes through its values at their times and holds the last one that has a time") {
    Signal gate(4000, 0.0f);
    gate[0] = gate[3000] = 2;
    const Settings set{{{"level0", 1}, {"time1", 0.01f}, {"level1", 3}, {"time2", 0.02f}, {"level2", -1}},
                       {{"gate", gate}}};
    const Signal y = run_unit("segments", set, 4000);
    CHECK(y[0] == 1.0f);
    CHECK(y[240] == doctest::Approx(2));
    CHECK(y[480] == 3.0f);
    CHECK(y[960] == doctest::Approx(1));
    CHECK(y[1440] == -1.0f);
    CHECK(y[2999] == -1.0f);
    CHECK(y[3000] == 1.0f);
}
#endif
