// Every track, swapped for itself while it plays: the state goes from graph to graph, and no bit changes.
#include <doctest/doctest.h>

#include "engine/live/performance.hpp"
#include "tracks.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

// A performance of one program.
class Stand {
public:
    Stand(const lang::Program& program, int threads)
        : program_(program), options_{.threads = threads}, composer_(options_, kit()), performance_(options_, kit()) {
        swap();
    }
    void swap() {
        auto edition = composer_.compose(program_, performance_.made());
        REQUIRE(edition);
        composer_.landed(performance_.land(std::move(*edition)));
    }
    void play(int quanta) {
        for (int q = 0; q < quanta; ++q) {
            performance_.direct(performance_.made() + 1);
            REQUIRE(performance_.make(ring_, 1) == 1);
            performance_.refine();
            performance_.discard();
            ring_.pop();
        }
    }
    // Of all stems and the master, from the start.
    std::uint64_t hash() const { return performance_.last_checkpoint().hash; }

private:
    const lang::Program& program_;
    LiveOptions options_;
    Composer composer_;
    Performance performance_;
    StemRing ring_{2};
};

}  // namespace

TEST_CASE("a swap for the same program at every quantum changes no bit, on one thread and on several") {
    constexpr int before = 100, swapped = 40;
    for (const Track& track : tracks()) {
        CAPTURE(track.name);
        Stand plain(track.program, 1);
        plain.play(before + swapped);
        for (const int threads : {1, 3}) {
            CAPTURE(threads);
            Stand swapping(track.program, threads);
            swapping.play(before);
            for (int q = 0; q < swapped; ++q) {
                swapping.swap();
                swapping.play(1);
            }
            CHECK(swapping.hash() == plain.hash());
        }
    }
}
