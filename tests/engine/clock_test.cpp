#include <doctest/doctest.h>

#include "engine/clock.hpp"

using phonon::engine::Clock;
using phonon::engine::Time;

TEST_CASE("an event begins on the first frame not before its time") {
    const Clock clock(48000, Time(1, 2));
    CHECK(clock.frame_at(0) == 0);
    CHECK(clock.frame_at(Time(1)) == 96000);
    CHECK(clock.frame_at(Time(1, 3)) == 32000);
    CHECK(clock.frame_at(Time(1, 7)) == 13715);  // 13714.28...
    CHECK(clock.cycle_at(13715) > Time(1, 7));
    CHECK(clock.cycle_at(13714) < Time(1, 7));
}

TEST_CASE("cycle ten million is as exact as cycle 0") {
    const Clock clock(44100, Time(31, 60));
    const Time far = Time(10'000'000) + Time(1, 3);
    const std::int64_t frame = clock.frame_at(far);
    CHECK(clock.cycle_at(frame) >= far);
    CHECK(clock.cycle_at(frame - 1) < far);
}

TEST_CASE("a change of tempo keeps the cycle where it is") {
    Clock clock(48000, Time(1, 2));
    clock.set_tempo(48000, Time(2));
    CHECK(clock.cycle_at(48000) == Time(1, 2));
    CHECK(clock.cycle_at(72000) == Time(3, 2));
    CHECK(clock.frame_at(Time(3, 2)) == 72000);
    CHECK(clock.frame_at(Time(1, 4)) == 24000);
}

TEST_CASE("a tempo of nothing or less is not taken") {
    Clock clock(48000, Time(1));
    clock.set_tempo(100, Time(0));
    clock.set_tempo(200, Time(-1));
    CHECK(clock.tempo() == Time(1));
}
