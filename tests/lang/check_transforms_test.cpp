// Transforms: how pipes fold, what a transform reaches inside a sound, which copies of buses it makes (LANGUAGE.md 4,
// 5).
#include <doctest/doctest.h>

#include "signal_text.hpp"

using namespace phonon::lang;

TEST_CASE("a leading transform takes all that follows, one behind `$` all before it") {
    const std::string twice = "events{{\"gain\":1,\"s\":\"bd\"}@0 {\"gain\":1,\"s\":\"bd\"}@1/2}";
    CHECK(sound_of("out $ fast 2 $ s \"bd\" # gain 1") == twice);
    CHECK(sound_of("out $ s \"bd\" # gain 1 $ fast 2") == twice);
    CHECK(sound_of("out $ (s \"bd\" $ fast 2) # gain \"1\"") == twice);
    CHECK(sound_of("~t $ rev . fast 2\nout $ ~t $ saw \"1 2\"") == "saw({2@0 1@1/4 2@1/2 1@3/4})");
    CHECK(sound_of("~t $ rev $ fast 2\nout $ saw \"1 2\" $ ~t") == "saw({2@0 1@1/4 2@1/2 1@3/4})");
    CHECK(sound_of("out $ rev $ fast 2 $ saw \"1 2\"") == "saw({2@0 1@1/4 2@1/2 1@3/4})");
    CHECK(sound_of("out $ fast 2 (saw \"1 2\")") == "saw({1@0 2@1/4 1@1/2 2@3/4})");
    CHECK(sound_of("out $ 0.25 ~> saw \"1 2\"") == "saw({1@1/4 2@3/4})");
}

TEST_CASE("a transform reaches the patterns of every parameter, and numbers are left alone") {
    CHECK(sound_of("out $ saw \"1 2\" # lpf \"300 400\" 2 * \"0.1 0.2\" $ rev") ==
          "mul(lpf(saw({2@0 1@1/2}), {400@0 300@1/2}, 2), {0.2@0 0.1@1/2})");
    CHECK(sound_of("out $ (s \"bd sn\" # hpf \"100 400\") $ rev") ==
          "hpf(events{{\"s\":\"sn\"}@0 {\"s\":\"bd\"}@1/2}, {400@0 100@1/2}, 0.707)");
}

TEST_CASE("a bus under a transform is a copy, shared by equal transforms, and takes its loop along") {
    const char* program = "~a $ saw \"1 2\"\nd1 $ ~a $ rev\nd2 $ ~a # lpf 300 $ rev\nd3 $ ~a";
    CHECK(sound_of(program) == "~a/rev");
    CHECK(bus_of(program, "a/rev") == "saw({2@0 1@1/2})");
    CHECK(bus_of(program, "a") == "saw({1@0 2@1/2})");
    CHECK(check("t.ph", program).program.buses.size() == 2);

    const char* loop = "~s $ saw \"1 2\" + ~e\n~e $ ~s # delay 0.3 0 1\nout $ ~e $ rev";
    CHECK(sound_of(loop) == "~e/rev");
    CHECK(bus_of(loop, "e/rev") == "delay(~s/rev, 0.3, 0, 1)");
    CHECK(bus_of(loop, "s/rev") == "add(saw({2@0 1@1/2}), ~e/rev)");

    const char* events = "~d $ s \"bd sn\"\nd1 $ ~d $ rev\nd2 $ (~d $ rev) # lpf 300\nd3 $ ~d";
    CHECK(check("t.ph", events).program.buses.size() == 2);
    CHECK(sound_of(events) == "~d/rev");
}

TEST_CASE("a bus without patterns is not copied") {
    const char* program = "~lfo $ sine 0.5\nout $ saw \"1 2\" # lpf ~lfo $ rev";
    CHECK(sound_of(program) == "lpf(saw({2@0 1@1/2}), ~lfo, 0.707)");
    CHECK(check("t.ph", program).program.buses.size() == 1);
}

TEST_CASE("layers copy the whole sound, and place it by a probe where there are no events") {
    CHECK(sound_of("out $ jux rev $ saw \"1 2\"") == "add(pan(saw({1@0 2@1/2}), {0@0}), pan(saw({2@0 1@1/2}), {1@0}))");
    CHECK(sound_of("out $ superimpose (0.25 ~>) $ saw \"1 2\"") == "add(saw({1@0 2@1/2}), saw({1@1/4 2@3/4}))");
    CHECK(sound_of("out $ s \"hh\" # lpf 300 $ jux rev") ==
          "add(lpf(events{{\"pan\":0,\"s\":\"hh\"}@0}, 300, 0.707), lpf(events{{\"pan\":1,\"s\":\"hh\"}@0}, 300, "
          "0.707))");
}

TEST_CASE("a unit in a section takes the touched events, the others pass it") {
    CHECK(sound_of("out $ s \"bd sn\" $ within 0 0.5 (# lpf 300)") ==
          "add(events{{\"s\":\"sn\"}@1/2}, lpf(events{{\"s\":\"bd\"}@0}, 300, 0.707))");
    CHECK(sound_of("out $ s \"bd sn\" $ within 0 0.5 (# speed 2)") ==
          "events{{\"s\":\"bd\",\"speed\":2}@0 {\"s\":\"sn\"}@1/2}");
    CHECK(sound_of("out $ saw 55 $ every 2 (# lpf 300)") ==
          "add(mul(lpf(saw(55), 300, 0.707), {1@0}), mul(saw(55), {0@0}))");
    CHECK(sound_of("out $ saw 55 $ every 2 (# gain 0.5)") == "mul(saw(55), {0.5@0})");
    CHECK(sound_of("out $ s \"bd\" $ every 2 (* 0.5)").starts_with("add(events{}, mul(events{"));
}

TEST_CASE("what a transform cannot do is said") {
    CHECK(faults_of("out $ saw 55 $ fast 2") == "E0207 `fast 2` finds no pattern in this sound");
    CHECK(faults_of("~a $ saw 55\nout $ ~a # lpf 300 $ fast 2") == "E0207 `fast 2` finds no pattern in this sound");
    CHECK(faults_of("out $ saw \"55\" $ fast (sine 2)").starts_with("E0204"));
    CHECK(faults_of("out $ saw \"1 2\" $ every 2 (# speed 2)").starts_with("E0210 `# speed`"));
    CHECK(faults_of("out $ saw 55 # speed 2").starts_with("E0210 `# speed`"));
    CHECK(faults_of("~a $ ~a $ fast 2\nout $ ~a + saw \"1 2\"").starts_with("E0504"));
}
