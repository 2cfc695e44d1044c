// Effects of voices and the effects behind them, heard through whole programs.
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

namespace {

std::vector<float> played(std::string_view events, std::size_t frames = 48'000) {
    ClickSource none;
    return rendered(program_from("cps: 1\nmaster: raw\nd1 $ " + std::string(events)), none, frames);
}

// Upward crossings of zero a second.
double pitch(const std::vector<float>& frames, std::size_t from, std::size_t to) {
    std::vector<double> ups;
    for (std::size_t i = from + 1; i < to; ++i) {
        const auto before = static_cast<double>(frames[2 * i - 2]), here = static_cast<double>(frames[2 * i]);
        if (before < 0 && here >= 0) ups.push_back(static_cast<double>(i) - here / (here - before));
    }
    REQUIRE(ups.size() >= 2);
    return 48'000 * static_cast<double>(ups.size() - 1) / (ups.back() - ups.front());
}

double level(const std::vector<float>& frames, std::size_t from, std::size_t to) {
    return std::sqrt(energy(frames, from, to) / static_cast<double>(to - from));
}

}  // namespace

TEST_CASE("penv and its kin move the pitch of instruments") {
    const auto rises = played("note \"a4\" # s \"sine\" # penv 12");
    CHECK(pitch(rises, 0, 900) == doctest::Approx(226).epsilon(0.03));
    CHECK(pitch(rises, 12'000, 30'000) == doctest::Approx(440).epsilon(1e-4));
    const auto falls = played("note \"a4\" # s \"sine\" # penv 24 # pdecay 0.2");
    CHECK(pitch(falls, 4'500, 5'200) == doctest::Approx(880).epsilon(0.02));
    CHECK(pitch(falls, 12'000, 30'000) == doctest::Approx(440).epsilon(1e-4));
    // An instrument of the program hears it wherever it says `freq`, and only the event that sets it.
    ClickSource none;
    const auto own = rendered(program_from("cps: 1\nmaster: raw\n~tone freq $ sine freq # asr 0.001 0.01\n"
                                           "d1 $ note \"a4 a4\" # s \"~tone\" # penv \"12 0\" # panchor 0"),
                              none, 48'000);
    CHECK(pitch(own, 12'000, 20'000) == doctest::Approx(880).epsilon(1e-3));
    CHECK(pitch(own, 26'000, 44'000) == doctest::Approx(440).epsilon(1e-4));
}

TEST_CASE("vib swings the pitch, accelerate glides it, fmi modulates it") {
    const auto swings = played("note \"a4\" # s \"sine\" # vib 2 # vibmod 12");
    CHECK(pitch(swings, 5'800, 6'200) == doctest::Approx(880).epsilon(0.01));
    CHECK(pitch(swings, 17'700, 18'300) == doctest::Approx(220).epsilon(0.01));
    const auto glides = played("note \"a4\" # s \"sine\" # accelerate 1");
    CHECK(pitch(glides, 23'700, 24'300) == doctest::Approx(660).epsilon(0.005));
    CHECK(pitch(glides, 45'000, 46'000) == doctest::Approx(440 * (1 + 45.5 / 48)).epsilon(0.005));
    // A modulator at the pitch itself adds partials: the crossings of a plain sine are all that it has.
    const auto plain = played("note \"a4\" # s \"sine\""),
               modulated = played("note \"a4\" # s \"sine\" # fmi 3 # fmh 7");
    CHECK(pitch(plain, 100, 40'000) == doctest::Approx(440).epsilon(1e-4));
    CHECK(pitch(modulated, 100, 40'000) > 800);
    const auto fades = played("note \"a4\" # s \"sine\" # fmi 3 # fmh 7 # fmdecay 0.2");
    CHECK(pitch(fades, 20'000, 40'000) == doctest::Approx(440).epsilon(1e-4));
}

TEST_CASE("each filter has an envelope and an oscillator of its own") {
    const auto opens = played("note \"a4\" # s \"saw\" # cutoff 200 # lpenv 5 # lpdecay 0.3");
    CHECK(level(opens, 480, 960) > 3 * level(opens, 30'000, 40'000));
    const auto shut = played("note \"a4\" # s \"saw\" # cutoff 200");
    CHECK(level(opens, 30'000, 40'000) == doctest::Approx(level(shut, 30'000, 40'000)).epsilon(0.01));
    const auto thins = played("note \"a4\" # s \"saw\" # hcutoff 200 # hpenv 5 # hpattack 0.3");
    CHECK(level(thins, 480, 960) > 3 * level(thins, 30'000, 40'000));
    const auto passes = played("note \"a4\" # s \"sine\" # bandf 110 # bpenv 2 # bpattack 0.3 # bpsustain 1");
    CHECK(level(passes, 30'000, 40'000) > 3 * level(passes, 2'000, 3'000));
    const auto wobbles = played("note \"a4\" # s \"saw\" # cutoff 400 # lprate 2 # lpdepth 0.9");
    CHECK(level(wobbles, 5'500, 6'500) > 2 * level(wobbles, 17'500, 18'500));
    CHECK(played("note \"a4\" # s \"saw\" # cutoff 400 # lpsync 2 # lpdepth 0.9") == wobbles);
}

TEST_CASE("spectral effects are each voice's own, and what they hold back is heard to its end") {
    const auto plain = played("note \"a4\" # s \"saw\"");
    const double full = level(plain, 10'000, 40'000);
    CHECK(level(played("note \"a4\" # s \"saw\" # hbrick 0.5"), 10'000, 40'000) < 0.1 * full);
    CHECK(level(played("note \"a4\" # s \"saw\" # lbrick 0.99"), 10'000, 40'000) < 0.1 * full);
    CHECK(pitch(played("note \"a4\" # s \"sine\" # binshift 0.0625"), 10'000, 40'000) > 1'500);
    // Each event has its own.
    const auto two = played("note \"a4 a4\" # s \"saw\" # hbrick \"0.5 0\" # legato 0.5");
    CHECK(level(two, 5'000, 12'000) < 0.1 * level(two, 25'000, 34'000));
    // 1,024 frames later than the gate closes the last of the sound is there.
    const auto late = played("note \"a4 ~\" # s \"saw\" # smear 0");
    CHECK(level(late, 24'100, 24'900) > 0.3 * full);
    CHECK(energy(late, 26'000, 48'000) == 0.0);
}

TEST_CASE("levels multiply, and pitches add up") {
    const char* half = "note \"a4\" # s \"saw\" # gain 0.5";
    CHECK(played("note \"a4\" # s \"saw\" # amp 0.5") == played(half));
    CHECK(played("note \"a4\" # s \"saw\" # postgain 0.5") == played(half));
    CHECK(played("note \"a4\" # s \"saw\" # gain 0.3 # overgain 0.2") == played(half));
    CHECK(pitch(played("note \"a4\" # s \"sine\" # ctranspose 12"), 100, 40'000) == doctest::Approx(880).epsilon(1e-4));
    CHECK(pitch(played("note \"a4\" # s \"sine\" # harmonic 3"), 100, 40'000) == doctest::Approx(1320).epsilon(1e-4));
}

TEST_CASE("tremolosync counts swings a cycle") {
    CHECK(played("note \"a4\" # s \"saw\" # tremolosync 8") == played("note \"a4\" # s \"saw\" # tremolorate 8"));
}

TEST_CASE("what would move the pitch of a sample is told") {
    ClickSource clicks(20);
    auto player = Player::make(program_of(events_of(with_control(sounds("click"), "penv", "12"))), clicks, {});
    std::vector<float> out(2 * 640);
    (*player)->read(out);
    const Complaints told = (*player)->take_complaints();
    REQUIRE(told.size() == 1);
    CHECK(told[0].find("penv") != std::string::npos);
}

TEST_CASE("a chord is the sum of its notes, with every effect that a voice can have and no chance in it") {
    ClickSource clicks(4000);
    const char* effects =
        " # vowel \"a\" # shape 0.3 # hcutoff 100 # hpenv 1 # bandf 800 # bandq 1 # bprate 3 # crush 8 # coarse 2"
        " # cutoff 3000 # resonance 0.2 # lpenv 2 # djf 0.4 # triode 1 # distort 0.5 # tremolorate 5 # phaserrate 1"
        " # squiz 2 # krush 1 # octer 0.3 # octersub 0.3 # ringf 300 # smear 3 # attack 0.01 # release 0.1 # pan 0.3";
    const char* moved = " # penv 3 # vib 5 # fmi 1 # accelerate 0.1";
    for (const std::string sound : {"saw", "superfm", "~own", "click"}) {
        CAPTURE(sound);
        const auto heard = [&](const char* notes) {
            return rendered(
                program_from("cps: 1\nmaster: raw\n~own freq $ square freq # lpf (freq * 4) 2 # pingpong 0.1 0.4 0.5 "
                             "# adsr 0.01 0.1 0.5 0.2\nd1 $ note \"" +
                             std::string(notes) + "\" # s \"" + sound + "\" # legato 0.8" + effects +
                             (sound == "click" ? "" : moved)),
                clicks, 50'000);
        };
        const auto chord = heard("[0,4,7]"), a = heard("0"), b = heard("4"), c = heard("7");
        CHECK(energy(chord, 0, 48'000) > 1e-3);
        for (std::size_t i = 0; i < chord.size(); ++i) {
            // Two sums of three numbers, in different orders: an ulp for each.
            const float sizes = std::fabs(a[i]) + std::fabs(b[i]) + std::fabs(c[i]);
            REQUIRE(std::fabs(chord[i] - (a[i] + b[i] + c[i])) <= 2.4e-7f * sizes);
        }
    }
}
