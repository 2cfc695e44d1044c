// A live session under a scripted clock: what the device's thread is given, how faults are heard, and what may never
// happen on the threads that make sound.
#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <thread>

#include "engine/live/conductor.hpp"
#include "hand_made.hpp"
#include "program_text.hpp"
#include "real_time_traps.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

constexpr int block = 256;

// The device is this thread: it asks for a block when the conductor has had time to make it.
class Stage {
public:
    explicit Stage(double ahead = 0.015, int threads = 2) {
        options_.live.threads = threads;
        options_.block = block;
        options_.ahead = ahead;
        composer_ = std::make_unique<Composer>(options_.live, clicks_);
        conductor_ = std::make_unique<Conductor>(options_, clicks_);
    }
    void edit(std::string_view text) {
        auto edition = composer_->compose(program_from(text), conductor_->made());
        REQUIRE(edition);
        composer_->landed(conductor_->land(std::move(*edition)).get());
    }
    void wait(int frames = block) const {
        while (!conductor_->is_ready(frames)) std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
    void play(int blocks, bool patient = true) {
        for (int b = 0; b < blocks; ++b) {
            if (patient) wait();
            float out[2 * block];
            conductor_->process(out, block, 2);
            heard.insert(heard.end(), out, out + 2 * block);
        }
    }
    Mixer& mixer() { return conductor_->mixer(); }
    Composer& composer() { return *composer_; }
    Conductor& conductor() { return *conductor_; }
    float peak(std::size_t from_block, std::size_t to_block) const {
        float peak = 0;
        for (std::size_t i = from_block * 2 * block; i < to_block * 2 * block && i < heard.size(); ++i)
            peak = std::max(peak, std::fabs(heard[i]));
        return peak;
    }
    float jump(std::size_t from_frame = 1) const {
        float largest = 0;
        for (std::size_t i = 2 * from_frame; i < heard.size(); ++i)
            largest = std::max(largest, std::fabs(heard[i] - heard[i - 2]));
        return largest;
    }
    std::vector<float> heard;

private:
    ClickSource clicks_;
    ConductorOptions options_;
    std::unique_ptr<Composer> composer_;
    std::unique_ptr<Conductor> conductor_;
};

constexpr const char* tone = "d1 $ sine 100 * 0.3\nd2 $ sine 1000 * 0.1\n";

}  // namespace

TEST_CASE("music begins in a fade and without a jump") {
    for (const double ahead : {0.015, 0.0}) {
        Stage stage(ahead);
        stage.edit(tone);
        stage.play(40);
        CHECK(stage.peak(0, 1) < 0.2f);
        CHECK(stage.peak(20, 40) == doctest::Approx(0.4).epsilon(0.05));
        CHECK(stage.jump() < 0.03f);
        CHECK(stage.mixer().misses() == 0);
    }
}

TEST_CASE("mute and panic follow the ring, at once and without a click") {
    Stage stage;
    stage.edit(tone);
    stage.play(20);
    stage.mixer().set_gain(stage.composer().channel_of("d1"), 0);
    stage.play(10);
    // The stem is gone after its 5 ms and the limiter's look-ahead: two blocks.
    CHECK(stage.peak(23, 30) < 0.12f);
    CHECK(stage.peak(23, 30) > 0.08f);
    stage.mixer().set_gain(stage.composer().channel_of("d1"), 1);
    stage.play(10);
    CHECK(stage.peak(35, 40) == doctest::Approx(0.4).epsilon(0.05));
    stage.mixer().set_panic(true);
    stage.play(3);
    CHECK(stage.peak(41, 43) == 0.0f);  // the first block holds the 3 ms of the fade
    stage.mixer().set_panic(false);
    stage.play(20);
    CHECK(stage.peak(55, 63) == doctest::Approx(0.4).epsilon(0.05));
    CHECK(stage.jump() < 0.03f);
}

TEST_CASE("a stem is muted before a master chain") {
    Stage stage;
    stage.edit("d1 $ sine 100 * 0.3\nd2 $ sine 1000 * 0.1\nmaster # delay 0.05 0 0.5");
    stage.play(30);
    CHECK(stage.peak(20, 30) > 0.2f);
    stage.conductor().set_gain("d1", stage.composer().channel_of("d1"), 0);
    stage.play(30);
    CHECK(stage.peak(45, 60) < 0.12f);  // after the chain's own echo
    CHECK(stage.peak(45, 60) > 0.05f);
    stage.conductor().set_gain("d1", stage.composer().channel_of("d1"), 1);
    stage.play(30);
    CHECK(stage.peak(75, 90) > 0.2f);
    CHECK(stage.jump() < 0.03f);
}

TEST_CASE("a missed deadline is a dip, and counted") {
    StemRing ring(64);
    Mixer mixer(48000, ring);
    std::int64_t next = 0;
    const auto make = [&](int quanta) {
        for (int q = 0; q < quanta; ++q, ++next) {
            StemQuantum& slot = *ring.free_slot();
            slot.quantum = next;
            slot.count = 1;
            for (int i = 0; i < quantum_floats; ++i)
                slot.stems[0][i] = slot.master[i] = 0.3f * std::sin(0.013f * static_cast<float>(next * 64 + i / 2));
            ring.push();
        }
    };
    std::vector<float> heard;
    const auto hear = [&](int quanta) {
        for (int q = 0; q < quanta; ++q) {
            float out[quantum_floats];
            mixer.run(out, dsp::quantum_frames, 2);
            heard.insert(heard.end(), out, out + quantum_floats);
        }
    };
    make(60);
    hear(60);
    CHECK(mixer.misses() == 0);
    hear(20);  // nothing was made
    CHECK(mixer.misses() == 1);
    CHECK(std::fabs(heard.back()) == 0.0f);
    make(60);
    hear(60);
    float peak = 0, jump = 0;
    for (std::size_t i = heard.size() - 20 * quantum_floats; i < heard.size(); ++i)
        peak = std::max(peak, std::fabs(heard[i]));
    for (std::size_t i = 2; i < heard.size(); ++i) jump = std::max(jump, std::fabs(heard[i] - heard[i - 2]));
    CHECK(peak == doctest::Approx(0.3).epsilon(0.05));
    CHECK(jump < 0.03f);
}

TEST_CASE("a device may ask for any number of frames, and the music does not know") {
    const auto heard = [](std::vector<int> sizes) {
        Stage stage;
        stage.edit(tone);
        std::vector<float> all;
        for (std::size_t i = 0; all.size() < 2 * 20000; ++i) {
            const int frames = sizes[i % sizes.size()];
            std::vector<float> out(static_cast<std::size_t>(2 * frames));
            stage.wait(frames);
            stage.conductor().process(out.data(), frames, 2);
            all.insert(all.end(), out.begin(), out.end());
        }
        all.resize(2 * 20000);
        CHECK(stage.mixer().misses() == 0);
        return all;
    };
    CHECK(heard({256}) == heard({17, 200, 64, 1}));
}

TEST_CASE("a dangerous sample is muted before it reaches the speakers") {
    Stage stage;
    stage.edit("master: raw\nd1 $ sine 100 * 0.3");
    stage.play(10);
    stage.edit("master: raw\nd1 $ sine 100 * 300");
    stage.play(40);
    CHECK(stage.mixer().muted_jumps() > 0);
    CHECK(stage.peak(0, 50) < 4.0f);
}

TEST_CASE("nothing that may block is done where sound is made") {
    const int before = test::real_time_faults();
    for (const double ahead : {0.015, 0.0}) {
        Stage stage(ahead, 2);
        stage.edit(
            "d1 $ s \"click*8\" # delay 0.2 0.5 0.4\nd2 $ saw \"55 110\" * 0.2 # lpf (sine 1 * 300 + 600) 2 # reverb "
            "0.5 0.4 0.3");
        stage.play(60);
        stage.edit(
            "d1 $ s \"click*8\" # hpf 100\nd2 $ saw \"55 110\" * 0.2 # chorus\nd3 $ note \"c e g\" # s \"supersaw\" # "
            "room 0.4");
        stage.play(60);
        stage.mixer().set_gain(0, 0);
        stage.edit("d3 $ note \"c e g\" # s \"supersaw\" # room 0.4 # cutoff 800");
        stage.play(60);
        stage.mixer().set_panic(true);
        stage.play(10);
        stage.conductor().jump(0).get();
        stage.play(20, false);
    }
    CHECK_MESSAGE(test::real_time_faults() == before, "the first was ", test::first_real_time_fault());
}
