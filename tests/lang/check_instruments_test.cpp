// What `s` names (LANGUAGE.md 7): functions, buses, oscillators, samples.
#include <doctest/doctest.h>

#include "signal_text.hpp"

using namespace phonon::lang;

TEST_CASE("a function named by s is an instrument over the event's values") {
    const char* pluck =
        "~pluck freq bright=4 $ saw freq # lpf (freq * bright) 2 # adsr 0.005 0.2 0 0.1\n"
        "out $ note \"c4\" # s \"~pluck\"";
    CHECK(instrument_of(pluck, "~pluck") ==
          "enveloped adsr(lpf(saw(param freq), mul(param freq, param bright), 2), 0.005, 0.2, 0, 0.1, gate)");
    const CheckResult checked = check("t.ph", pluck);
    const Instrument& instrument = checked.program.instruments.at("~pluck");
    REQUIRE(instrument.params.size() == 2);
    CHECK(!instrument.params[0].by_default);
    CHECK(instrument.params[1].by_default == 4.0);
    CHECK(sound_of(pluck) == "events{{\"note\":0,\"s\":\"~pluck\"}@0}");
}

TEST_CASE("envelopes outside instruments follow the cycle") {
    CHECK(sound_of("out $ saw 55 # ad 0.01 0.2") == "ad(saw(55), 0.01, 0.2, each cycle)");
}

TEST_CASE("an oscillator's name is an instrument, and the controls that the program sets steer it") {
    CHECK(instrument_of("out $ note \"c\" # s \"saw\"", "saw") == "saw(param freq)");
    CHECK(instrument_of("out $ note \"c\" # s \"pulse\" # width 0.3", "pulse") == "pulse(param freq, param width)");
    CHECK(instrument_of("out $ s \"bd\"", "bd") == "none");
}

TEST_CASE("synth is an oscillator with an envelope per note") {
    const char* program = "out $ synth \"c4 e4\" saw 0.01 0.1 0.7 0.2";
    CHECK(instrument_of(program, "synth saw 0.01 0.1 0.7 0.2") ==
          "enveloped adsr(saw(param freq), 0.01, 0.1, 0.7, 0.2, gate)");
    CHECK(sound_of(program) ==
          "events{{\"note\":0,\"s\":\"synth saw 0.01 0.1 0.7 0.2\"}@0 {\"note\":4,\"s\":\"synth saw 0.01 0.1 0.7 "
          "0.2\"}@1/2}");
}

TEST_CASE("what cannot be an instrument is said where it is named") {
    CHECK(faults_of("~p freq cut $ saw freq # lpf cut\nout $ note \"c\" # s \"~p\"") ==
          "E0104 `~p` needs its parameter `cut`, and no event sets it");
    CHECK(faults_of("~p freq cut $ saw freq # lpf cut\nout $ note \"c\" # s \"~p\" # cut 900") == "");
    CHECK(faults_of("~k $ s \"bd\"\nout $ s \"~k*4\"") == "E0602 `~k` plays events itself, so events cannot play it");
    CHECK(faults_of("~fx # lpf 300\nout $ s \"~fx\"").starts_with("E0"));
    CHECK(faults_of("out $ s \"~nothing bd\"") == "E0103 there is no bus `~nothing`");
}

TEST_CASE("sounds are looked up, with their places inside the strings") {
    CheckOptions options;
    options.sound_exists = [](std::string_view bank) { return bank == "bd" || bank == "sn"; };
    options.sound_names = [] { return std::vector<std::string>{"bd", "sn"}; };
    const CheckResult result = check("t.ph", "~p $ \"bd snn\"\nout $ s ~p + s \"bd:3 [supersaw qqq]\"", options);
    REQUIRE(result.diagnostics.all().size() == 2);
    CHECK(result.diagnostics.all()[0].message == "there is no sound `snn`");
    CHECK(result.diagnostics.all()[0].help == "did you mean `sn`?");
    CHECK(result.diagnostics.all()[0].span.begin == 9);
    CHECK(result.diagnostics.all()[1].message == "there is no sound `qqq`");
    options.live = true;
    CHECK(faults_of("out $ s \"qqq\"", options).starts_with("W0601"));
}

TEST_CASE("an envelope in a chain follows the voice inside an instrument, the cycle outside") {
    const std::string chain = "~env # ad 0.01 0.2\n~shape $ ad 0.01 0.3\n~p freq $ saw freq # ~env # ~shape\n";
    CHECK(instrument_of(chain + "out $ note \"c\" # s \"~p\"", "~p") ==
          "enveloped ad(ad(saw(param freq), 0.01, 0.2, gate), 0.01, 0.3, gate)");
    CHECK(sound_of(chain + "out $ saw 1 # ~shape") == "ad(saw(1), 0.01, 0.3, each cycle)");
}
