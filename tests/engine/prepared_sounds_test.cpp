// Recordings given to units by name.
#include "engine/prepared_sounds.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "compile/lower.hpp"
#include "hand_made.hpp"
#include "program_text.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

// One frame of 0.25 on the left after 100 frames, on the right after 3000, at half the session's rate or at all of it.
class RoomSource final : public SoundSource {
public:
    explicit RoomSource(double rate) {
        auto r = std::make_shared<dsp::Recording>();
        r->channels = 2;
        r->rate = rate;
        r->length = 3001;
        r->frames.assign(2 * 3001, 0.0f);
        r->frames[2 * 100] = 0.25f;
        r->frames[2 * 3000 + 1] = 0.25f;
        room_ = std::move(r);
    }
    std::shared_ptr<const dsp::Recording> recording(std::string_view bank, int n) override {
        return bank == "hall" && n == 2 ? room_ : nullptr;
    }

private:
    std::shared_ptr<const dsp::Recording> room_;
};

float at(const std::vector<float>& frames, std::size_t frame, std::size_t channel) {
    return frames[2 * frame + channel];
}

}  // namespace

TEST_CASE("convolve places a sound in the recording that it names") {
    RoomSource rooms(48000);
    const auto dry = rendered(program_from("master: raw\nout $ saw 110 * 0.5"), rooms, 20'000);
    const auto wet = rendered(program_from("master: raw\nout $ saw 110 * 0.5 # convolve \"hall:2\" 1"), rooms, 20'000);
    double worst = 0;
    for (std::size_t i = 0; i + 3000 < 20'000; ++i) {
        worst = std::max(worst, static_cast<double>(std::abs(at(wet, i + 100, 0) - at(dry, i, 0))));
        worst = std::max(worst, static_cast<double>(std::abs(at(wet, i + 3000, 1) - at(dry, i, 1))));
    }
    CHECK(worst < 1e-5);
    CHECK(at(wet, 99, 0) == doctest::Approx(0).epsilon(1e-6));
    const auto half = rendered(program_from("master: raw\nout $ saw 110 * 0.5 # convolve \"hall:2\" 0"), rooms, 5'000);
    CHECK(std::equal(half.begin(), half.end(), dry.begin()));
}

TEST_CASE("a room is heard as long as it was, whatever the rates") {
    RoomSource slow(24000);
    const auto wet = rendered(program_from("master: raw\nout $ impulse 1 # convolve \"hall:2\" 1"), slow, 20'000);
    std::size_t loudest = 0;
    for (std::size_t i = 0; i < 10'000; ++i)
        if (std::abs(at(wet, i, 0)) > std::abs(at(wet, loudest, 0))) loudest = i;
    CHECK(std::abs(static_cast<long>(loudest) - 200) <= 1);
}

TEST_CASE("threads and blocks do not change what a room sounds like, and a missing room lets the sound pass") {
    RoomSource rooms(48000);
    const lang::Program program = program_from("out $ saw \"110 220\" * 0.3 # convolve \"hall:2\" 0.5");
    const auto whole = rendered(program, rooms, 30'000);
    CHECK(rendered(program, rooms, 30'000, 1000, 3) == whole);
    CHECK(rendered(program, rooms, 30'000, 63) == whole);
    const auto plain = rendered(program_from("master: raw\nout $ saw 110 * 0.3"), rooms, 5'000);
    CHECK(rendered(program_from("master: raw\nout $ saw 110 * 0.3 # convolve \"hall:1\" 0.5"), rooms, 5'000) == plain);
}

TEST_CASE("a prepared room is the same object for as long as its recording is") {
    RoomSource rooms(48000);
    PreparedSounds prepared;
    graph::Ir first = compile::lower(program_from("out $ saw 110 # convolve \"hall:2\"")),
              second = compile::lower(program_from("out $ saw 220 # lpf 900 # convolve \"hall:2\" 0.9"));
    const auto room_of = [](const graph::Ir& ir) {
        for (const graph::IrNode& n : ir.nodes)
            if (n.sound) return n.sound;
        return std::shared_ptr<const dsp::PreparedSound>();
    };
    prepared.give(first, rooms, 48000);
    prepared.give(second, rooms, 48000);
    CHECK(room_of(first) != nullptr);
    CHECK(room_of(first) == room_of(second));
}

TEST_CASE("every voice of an instrument reads the wavetable that it names, whatever the threads and blocks") {
    const char* text = "master: raw\n~w freq $ wavetable freq \"click\" * 0.2\nout $ note \"[0,12,24,36]\" # s \"~w\"";
    ClickSource click(2047);
    const lang::Program program = program_from(text);
    const auto whole = rendered(program, click, 30'000);
    double loudest = 0;
    for (const float x : whole) loudest = std::max(loudest, static_cast<double>(std::abs(x)));
    CHECK(loudest > 0.005);  // an impulse, of which each octave has half as much
    CHECK(rendered(program, click, 30'000, 1000, 3) == whole);
    CHECK(rendered(program, click, 30'000, 63) == whole);
    RoomSource other(48000);
    for (const float x : rendered(program, other, 5'000)) CHECK(x == 0.0f);
}
