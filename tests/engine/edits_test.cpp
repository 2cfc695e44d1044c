// Programs that are edited while they play: what did not change does not notice, and nothing clicks.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>

#include "base/diagnostics.hpp"
#include "engine/live/performance.hpp"
#include "hand_made.hpp"
#include "program_text.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

// Plays one text after another, `quanta` each, on one thread.
class Rig {
public:
    explicit Rig(int threads = 1)
        : options_{.threads = threads}, composer_(options_, clicks_), performance_(options_, clicks_) {}

    void edit(const lang::Program& program) {
        auto edition = composer_.compose(program, performance_.made());
        REQUIRE(edition);
        composer_.landed(performance_.land(std::move(*edition)));
    }
    void edit(std::string_view text) { edit(program_from(text)); }
    bool tidy() {
        auto edition = composer_.tidied(performance_.made());
        if (!edition) return false;
        composer_.landed(performance_.land(std::move(edition)));
        return true;
    }
    void play(int quanta) {
        for (int q = 0; q < quanta; ++q) {
            performance_.direct(performance_.made() + 1);
            REQUIRE(performance_.make(ring_, 1) == 1);
            performance_.refine();
            performance_.discard();
            const StemQuantum& slot = *ring_.oldest();
            master.insert(master.end(), slot.master, slot.master + quantum_floats);
            for (int s = 0; s < slot.count; ++s) {
                auto& stem = stems[slot.channels[s]];
                stem.resize(master.size(), 0.0f);
                for (int i = 0; i < quantum_floats; ++i)
                    stem[master.size() - quantum_floats + static_cast<std::size_t>(i)] += slot.stems[s][i];
            }
            ring_.pop();
        }
    }
    int channel(const std::string& stem) { return composer_.channel_of(stem); }
    std::vector<float> stem(const std::string& name) { return stems[channel(name)]; }

    std::vector<float> master;
    std::map<int, std::vector<float>> stems;

private:
    ClickSource clicks_{3000};
    LiveOptions options_;
    Composer composer_;
    Performance performance_;
    StemRing ring_{8};
};

float largest_jump(const std::vector<float>& frames, std::size_t from = 0) {
    float largest = 0;
    for (std::size_t i = from + 2; i < frames.size(); ++i)
        largest = std::max(largest, std::fabs(frames[i] - frames[i - 2]));
    return largest;
}

constexpr const char* band =
    "d1 $ s \"click*4 click(3,8)\" # pan \"0.2 0.8\"\n"
    "~pluck freq $ sine freq # adsr 0.01 0.2 0.3 0.3\n"
    "d2 $ note \"c e g\" # s \"~pluck\" # delay 0.2 0.5 0.4\n"
    "d3 $ sine \"220 330\" * (sine 3 * 0.1 + 0.3) # lpf 900 0.7\n";

}  // namespace

TEST_CASE("a live program plays what a render plays") {
    Rig rig;
    rig.edit(band);
    rig.play(600);
    ClickSource clicks(3000);
    lang::Program program = program_from(band);
    program.raw_master = true;
    CHECK(rig.master == rendered(program, clicks, 600 * 64));
}

TEST_CASE("an edit that changes nothing changes no bit, whenever it comes") {
    Rig plain, edited;
    plain.edit(band);
    plain.play(800);
    edited.edit(band);
    for (int q = 0; q < 800; ++q) {
        if (q % 7 == 3 || q > 700) edited.edit(band);
        edited.play(1);
    }
    CHECK(edited.master == plain.master);
}

TEST_CASE("events nudged over an edit sound once, before or after it") {
    const char* nudged = "d1 $ s \"click*8\" # nudge \"-0.03 0.02 -0.4 0.3\" # cut 1\n";
    Rig plain, edited;
    plain.edit(nudged);
    plain.play(900);
    edited.edit(nudged);
    for (int q = 0; q < 900; ++q) {
        if (q % 5 == 3) edited.edit(nudged);
        edited.play(1);
    }
    CHECK(edited.master == plain.master);
}

TEST_CASE("stems that are not edited keep their bits while others change") {
    Rig plain, edited;
    plain.edit(band);
    plain.play(900);
    edited.edit(band);
    edited.play(100);
    edited.edit(std::string(band) + "d4 $ s \"click*8\" # hpf 200\n");
    edited.play(100);
    edited.edit(std::string(band) + "d4 $ s \"click*8\" # room 0.4 # cutoff 900 # hpf 200\n");
    edited.play(200);
    std::string other = band;
    other.replace(other.find("# lpf 900 0.7"), 13, "# hpf 300 0.7 # lpf 500 0.7");
    edited.edit(other);
    edited.play(200);
    edited.tidy();
    edited.play(300);
    CHECK(edited.stem("d1") == plain.stem("d1"));
    CHECK(edited.stem("d2") == plain.stem("d2"));
    CHECK(edited.stem("d3") != plain.stem("d3"));
}

TEST_CASE("a changed number, effect or order does not click") {
    const char* texts[] = {
        "d1 $ sine 110 * 0.4",
        "d1 $ sine 110 * 0.1",
        "d1 $ sine 110 * 0.4 # lpf 300 0.7",
        "d1 $ sine 110 * 0.4 # hpf 300 0.7 # lpf 300 0.7",
        "d1 $ sine 110 * 0.4 # lpf 300 0.7 # hpf 300 0.7",
        "d1 $ tri 110 * 0.4",
        "d1 $ sine 110 * \"0.5 0.2\"",
        "d2 $ sine 110 * 0.4",
        "~a $ sine 110 * 0.4\nd1 $ ~a",
        "~a $ sine 110 * 0.4\n~b $ ~a * 0.5\nd1 $ ~b",
        "~b $ sine 90 * 0.4\n~a $ ~b * 0.5\nd1 $ ~a",
    };
    float own = 0;
    for (const char* text : texts) {
        Rig alone;
        alone.edit(text);
        alone.play(400);
        own = std::max(own, largest_jump(alone.master, 2 * 64 * 4));
    }
    for (const char* first : texts)
        for (const char* second : texts) {
            CAPTURE(std::string(first));
            CAPTURE(std::string(second));
            Rig rig;
            rig.edit(first);
            rig.play(131);
            rig.edit(second);
            rig.play(7);
            rig.edit(first);  // before the fades are over
            rig.play(100);
            rig.edit(second);
            rig.play(60);
            rig.tidy();
            rig.play(10);
            CHECK(largest_jump(rig.master, 2 * 64 * 4) <= 1.5f * own);
        }
}

TEST_CASE("what leads over ends, and can be taken out without a trace") {
    Rig left, tidied;
    for (Rig* rig : {&left, &tidied}) {
        rig->edit(
            "d1 $ sine 110 * 0.4\nd2 $ note \"c*4\" # s \"~p\" # reverb 0.5 0.5 0.3\n~p freq $ sine freq # adsr 0.01 "
            "0.1 0 0.2");
        rig->play(300);
        rig->edit("d1 $ sine 150 * 0.4 # lpf 200 0.7");
        rig->play(100);
    }
    int tidied_times = 0;
    for (int q = 0; q < 4000; ++q) {
        tidied_times += tidied.tidy() ? 1 : 0;
        tidied.play(1);
    }
    left.play(4000);
    CHECK(tidied_times >= 1);
    CHECK(tidied_times <= 4);
    CHECK(left.master == tidied.master);
}

TEST_CASE("a deleted stem rings out") {
    Rig rig;
    rig.edit("d1 $ s \"click\" # delay 0.1 0.7 0.5\nd2 $ sine 50 * 0.2");
    rig.play(20);
    rig.edit("d2 $ sine 50 * 0.2");
    rig.play(400);
    const std::vector<float> d1 = rig.stem("d1");
    float echo = 0;
    for (std::size_t i = 2 * 4700; i < 2 * 4900; ++i) echo = std::max(echo, std::fabs(d1[i]));
    CHECK(echo > 0.1f);
}
