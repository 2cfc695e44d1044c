// Effects of voices and the effects behind them, heard through whole programs.
#include <doctest/doctest.h>

#include <cmath>

#include "hand_made.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

double energy(const std::vector<float>& frames, std::size_t from, std::size_t to) {
    double sum = 0;
    for (std::size_t i = 2 * from; i < 2 * to; ++i)
        sum += static_cast<double>(frames[i]) * static_cast<double>(frames[i]);
    return sum;
}

}  // namespace

TEST_CASE("an event that does not set a control sounds as if the effect were not there") {
    ClickSource clicks(2000);
    const lang::Program plain = program_of(events_of(sounds("click*4")));
    lang::Program able = plain;
    able.stems.front().controls = {"cutoff", "shape", "crush", "attack", "vowel"};
    CHECK(rendered(able, clicks, 40'000) == rendered(plain, clicks, 40'000));
}

TEST_CASE("cutoff is each voice's own") {
    ClickSource clicks(2000);
    lang::Program program =
        program_of(events_of(pattern::stack({with_control(sounds("click ~"), "cutoff", "200"), sounds("~ click")})));
    program.stems.front().controls = {"cutoff"};
    const auto out = rendered(program, clicks, 96'000);
    CHECK(energy(out, 0, 1000) < 0.01 * energy(out, 48'000, 49'000));
}

TEST_CASE("delaysend puts echoes on their exact frames, and room rings on") {
    ClickSource clicks(20);
    lang::Program echo = program_of(events_of(with_control(
        with_control(with_control(sounds("click"), "delaysend", "1"), "delaytime", "0.125"), "delayfeedback", "0.5")));
    echo.stems.front().controls = {"delaysend", "delaytime", "delayfeedback"};
    const auto out = rendered(echo, clicks, 20'000);
    CHECK(out[2 * 6000] == doctest::Approx(out[0]).epsilon(1e-4));
    CHECK(out[2 * 12000] == doctest::Approx(out[0] * 0.5f).epsilon(1e-4));
    CHECK(std::fabs(out[2 * 6001]) < 1e-3f);

    lang::Program room = program_of(events_of(with_control(sounds("click"), "room", "1")));
    room.stems.front().controls = {"room"};
    CHECK(energy(rendered(room, clicks, 40'000), 10'000, 40'000) > 1e-4);
}

TEST_CASE("a tempo that is a signal is followed") {
    ClickSource clicks(20);
    lang::Program program = program_of(events_of(sounds("click")));
    auto two = std::make_shared<lang::SignalNode>();
    two->number = 2;
    program.tempo = lang::Signal(two);
    const auto out = rendered(program, clicks, 72'010);
    for (const std::size_t frame : {0, 24'000, 48'000, 72'000}) CHECK(std::fabs(out[2 * frame]) > 0.1f);
    CHECK(energy(out, 100, 23'000) == 0.0);
}
