// Controls of time, groups and envelopes: nudge, orbit with cut, hold, decay.
#include <doctest/doctest.h>

#include <cmath>

#include "hand_made.hpp"
#include "program_text.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

double energy(const std::vector<float>& frames, std::size_t from, std::size_t to) {
    double sum = 0;
    for (std::size_t i = 2 * from; i < 2 * to; ++i)
        sum += static_cast<double>(frames[i]) * static_cast<double>(frames[i]);
    return sum;
}

// A recording of one level, a second long.
class SteadySource final : public SoundSource {
public:
    SteadySource() {
        auto r = std::make_shared<dsp::Recording>();
        r->channels = 1;
        r->rate = 48000;
        r->length = 48000;
        r->frames.assign(48000, 0.5f);
        steady_ = std::move(r);
    }
    std::shared_ptr<const dsp::Recording> recording(std::string_view, int) override { return steady_; }

private:
    std::shared_ptr<const dsp::Recording> steady_;
};

std::size_t first_sound(const std::vector<float>& frames) {
    for (std::size_t i = 0; i < frames.size() / 2; ++i)
        if (std::fabs(frames[2 * i]) > 0.1f) return i;
    return frames.size();
}

}  // namespace

TEST_CASE("nudge puts an event off by seconds, to the frame, over quanta") {
    ClickSource clicks(20);
    for (const auto& [seconds, frame] : {std::pair{"0.001", 48u}, {"0.0015", 72u}, {"0.25", 12'000u}}) {
        const auto out =
            rendered(program_of(events_of(with_control(sounds("click"), "nudge", seconds))), clicks, 20'000);
        CHECK(first_sound(out) == frame);
    }
    const lang::Program program = program_of(events_of(with_control(sounds("click*8"), "nudge", "0 0.01 0.02 0.3")));
    const auto whole = rendered(program, clicks, 60'000, 60'000);
    for (const std::size_t block : {1, 64, 1000}) CHECK(rendered(program, clicks, 60'000, block) == whole);
}

namespace {

std::vector<std::int64_t> clicks_in(const std::vector<float>& frames) {
    std::vector<std::int64_t> found;
    for (std::size_t i = 0; i < frames.size() / 2; ++i)
        if (std::fabs(frames[2 * i]) > 0.1f) found.push_back(static_cast<std::int64_t>(i));
    return found;
}

}  // namespace

TEST_CASE("a negative nudge plays what the same events written earlier play") {
    ClickSource clicks(3000);
    const lang::Program nudged =
        program_from("master: raw\nd1 $ s \"~ click*3 click(3,8)\" # nudge (-0.01) # room 0.2");
    const lang::Program written = program_from("master: raw\nd1 $ 0.005 <~ s \"~ click*3 click(3,8)\" # room 0.2");
    const auto whole = rendered(written, clicks, 150'000);
    CHECK(energy(whole, 0, 150'000) > 1);
    CHECK(rendered(nudged, clicks, 150'000) == whole);
    for (const std::size_t block : {1, 100, 4096}) CHECK(rendered(nudged, clicks, 150'000, block, 3) == whole);
}

TEST_CASE("nudged events keep their distance to their own time while the tempo changes") {
    ClickSource clicks(20);
    const std::string tempo = "master: raw\ncps: \"<0.5 2 0.7 1.3>\"\nd1 $ ";
    const auto own = clicks_in(rendered(program_from(tempo + "s \"~ click*7 click*3\""), clicks, 200'000));
    for (const auto& [seconds, frames] : {std::pair{"-0.02", -960}, {"0.3", 14'400}}) {
        CAPTURE(frames);
        const std::string text = tempo + "s \"~ click*7 click*3\" # nudge (" + seconds + ")";
        const auto moved = clicks_in(rendered(program_from(text), clicks, 200'000, 700));
        REQUIRE(moved.size() > 20);
        for (std::size_t i = 0; i < std::min(own.size(), moved.size()); ++i) REQUIRE(moved[i] == own[i] + frames);
    }
}

TEST_CASE("what a nudge would begin before the music begins with it, and is told") {
    ClickSource clicks(20);
    auto player = Player::make(program_from("master: raw\nd1 $ s \"click*2\" # nudge (-0.1)"), clicks, {});
    std::vector<float> out(2 * 60'000);
    (*player)->read(out);
    CHECK(clicks_in(out) == std::vector<std::int64_t>{0, 48'000 - 4'800});
    const Complaints told = (*player)->take_complaints();
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("nudge") != std::string::npos);
}

TEST_CASE("a cut ends the group's sound in its own orbit only") {
    SteadySource steady;
    const auto play = [&](const char* orbits) {
        const auto two = with_control(with_control(sounds("click click"), "cut", "1"), "orbit", orbits);
        auto player = Player::make(program_of(events_of(two), base::Fraction(4)), steady, {});
        std::vector<float> out(2 * 20'000);
        (*player)->read(out);
        return (*player)->director().counts().cut;
    };
    CHECK(play("0 0") == play("1 1"));
    CHECK(play("0 0") > 0);
    CHECK(play("0 1") < play("0 0"));
}

TEST_CASE("hold sets how long a sound stays at its height, whatever the event's length") {
    SteadySource steady;
    lang::Program program = program_of(
        events_of(with_control(with_control(sounds("click"), "hold", "0.1"), "release", "0.01")), base::Fraction(1));
    program.stems.front().controls = {"hold", "release"};
    const auto out = rendered(program, steady, 20'000);
    const auto plain = rendered(program_of(events_of(sounds("click")), base::Fraction(1)), steady, 20'000);
    CHECK(energy(out, 0, 4'700) == doctest::Approx(energy(plain, 0, 4'700)).epsilon(0.05));
    CHECK(energy(out, 6'000, 20'000) == 0.0);
    CHECK(energy(plain, 6'000, 20'000) > 0.0);
}

TEST_CASE("decay falls to the sustain level") {
    SteadySource steady;
    lang::Program program =
        program_of(events_of(with_control(with_control(sounds("click"), "decay", "0.05"), "sustainlevel", "0.25")),
                   base::Fraction(1));
    program.stems.front().controls = {"decay", "sustainlevel"};
    const auto out = rendered(program, steady, 20'000);
    const auto plain = rendered(program_of(events_of(sounds("click")), base::Fraction(1)), steady, 20'000);
    const double ratio = std::sqrt(energy(out, 5'000, 15'000) / energy(plain, 5'000, 15'000));
    CHECK(ratio == doctest::Approx(0.25).epsilon(0.02));
}

namespace {

float largest_jump(const std::vector<float>& frames, std::size_t from, std::size_t to) {
    float jump = 0;
    for (std::size_t i = from + 1; i < to; ++i) jump = std::fmax(jump, std::fabs(frames[2 * i] - frames[2 * i - 2]));
    return jump;
}

}  // namespace

// The second sound is silent, so that all that is heard at its onset is how the first gives way.
TEST_CASE("a cut and a stolen voice fade within 3 ms, without a click") {
    SteadySource steady;
    const pattern::Pattern two = with_control(sounds("click click"), "gain", "1 0");
    for (const bool steals : {false, true}) {
        CAPTURE(steals);
        const lang::Program program =
            program_of(events_of(steals ? two : with_control(two, "cut", "1")), base::Fraction(2));
        auto player = Player::make(program, steady, {.polyphony = steals ? 1 : 256});
        std::vector<float> out(2 * 20'000);
        (*player)->read(out);
        const VoiceCounts& counts = (*player)->director().counts();
        CHECK((steals ? counts.stolen : counts.cut) > 0);
        const float level = out[2 * 11'000];
        CHECK(level > 0.3f);
        CHECK(largest_jump(out, 11'000, 13'000) < 0.025f * level);
        CHECK(energy(out, 12'150, 20'000) == 0.0);
    }
}
