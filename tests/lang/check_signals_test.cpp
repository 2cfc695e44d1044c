// What sounds become: the trees that pipes, arithmetic and typing of strings give (LANGUAGE.md 2, 4 and 5).
#include <doctest/doctest.h>

#include "signal_text.hpp"

using namespace phonon::lang;

TEST_CASE("strings are typed where they are used, through buses and arithmetic") {
    CHECK(sound_of("out $ saw \"a4 55\"") == "saw({440@0 55@1/2})");
    CHECK(sound_of("~p $ \"a4 a5\"\nout $ saw ~p") == "saw({440@0 880@1/2})");
    CHECK(sound_of("~p $ \"a3 a4\" * 2\nout $ saw ~p") == "saw({440@0 880@1/2})");
    CHECK(sound_of("~p $ \"a4\"\nout $ note ~p # s \"saw\"") == "events{{\"note\":9,\"s\":\"saw\"}@0}");
    CHECK(sound_of("~p $ \"1 ~a\"\n~a $ \"2 3\"\nout $ saw ~p") == "saw({1@0 2@1/2 3@3/4})");
}

TEST_CASE("numbers are converted to what their parameter takes") {
    CHECK(sound_of("out $ saw 55 # compressor -6db 4") == sound_of("out $ saw 55 # compressor -6 4"));
    CHECK(sound_of("out $ saw 55 * -6db") == "mul(saw(55), 0.5012)");
    CHECK(sound_of("out $ saw 1.2khz * 7st") == "mul(saw(1200), 1.498)");
    CHECK(sound_of("out $ saw 55 # delay 250ms 0.5 0.3") == "delay(saw(55), 0.25, 0.5, 0.3)");
    CHECK(sound_of("out $ saw (1/8)") == "saw(0.125)");
    CHECK(faults_of("out $ saw 200ms") == "E0211 a time cannot stand where a frequency is wanted");
}

TEST_CASE("what stands behind # takes everything to its left, arithmetic applies to its result") {
    CHECK(sound_of("out $ saw 1 # lpf 500 * 0.3 + ~y\n~y $ sine 2") == "add(mul(lpf(saw(1), 500, 0.707), 0.3), ~y)");
    CHECK(sound_of("out $ saw 1 + sine 2 # lpf 500 0.8 # hpf 50") ==
          "hpf(lpf(add(saw(1), sine(2)), 500, 0.8), 50, 0.707)");
    CHECK(sound_of("out $ saw 1 # (lpf 500 # hpf 50)") == "hpf(lpf(saw(1), 500, 0.707), 50, 0.707)");
    CHECK(sound_of("out $ saw 1 # lpf 500 :q 3") == "lpf(saw(1), 500, 3)");
    CHECK(sound_of("out $ lpf (saw 1) 500") == "lpf(saw(1), 500, 0.707)");
    CHECK(sound_of("~fx $ lpf 500 # hpf 50\nout $ saw 1 # ~fx") == "hpf(lpf(saw(1), 500, 0.707), 50, 0.707)");
}

TEST_CASE("chains and functions are put in place of each use") {
    CHECK(sound_of("~fx a b=2 # lpf a b * 0.5\nout $ saw 1 # ~fx 300") == "mul(lpf(saw(1), 300, 2), 0.5)");
    CHECK(sound_of("~fx a b=2 # lpf a b\nout $ saw 1 # ~fx :b 3 :a 200") == "lpf(saw(1), 200, 3)");
    CHECK(sound_of("~f a b=2 $ saw a * b\nout $ ~f 1 + ~f \"c4\"*3") ==
          "add(mul(saw(1), 2), mul(mul(saw(261.6), 2), 3))");
    CHECK(sound_of("~f x $ x # lpf m where m = 800\nout $ ~f (saw 1)") == "lpf(saw(1), 800, 0.707)");
    CHECK(faults_of("~f x $ ~f x\nout $ ~f 1") == "E0504 `~f` uses itself without end");
    CHECK(faults_of("out $ saw m where m = m") == "E0504 `m` is defined by itself");
}

TEST_CASE("patterns are signals: stepped, continuous, triggers") {
    CHECK(sound_of("out $ saw 1 # lpf sine") == "lpf(saw(1), continuous, 0.707)");
    CHECK(sound_of("out $ saw 1 # lpf (sine 0.5 * 100 + 200)") == "lpf(saw(1), add(mul(sine(0.5), 100), 200), 0.707)");
    CHECK(sound_of("out $ saw 1 * tar \"t ~ t t\" 0.01 0.1").find("tar(trigger{true@0 true@1/2 true@3/4}") !=
          std::string::npos);
    CHECK(sound_of("out $ \"200 400\" # lag 0.1 + sine 2") == "add(lag({200@0 400@1/2}, 0.1), sine(2))");
    CHECK(sound_of("out $ saw 1 # delay (cyc 3/16) 0.5 0.4") == "delay(saw(1), cyc(0.1875), 0.5, 0.4)");
    CHECK(sound_of("out $ in 2") == "in 2");
}

TEST_CASE("a bus that sounds is shared, all other buses are put in place") {
    const char* program = "~a $ saw 55\n~n $ 3\nd1 $ ~a # lpf (~n * 100)\nd2 $ ~a";
    CHECK(sound_of(program) == "lpf(~a, 300, 0.707)");
    CHECK(bus_of(program, "a") == "saw(55)");
    CHECK(bus_of("~unused $ saw 1\n~a $ saw 2\nout $ ~a", "unused") == "none");
    CHECK(sound_of("~d $ s \"bd\"\nout $ ~d * 0.5") == "mul(~d, 0.5)");
}

TEST_CASE("events: + plays both, controls merge, numbers work on the sound") {
    CHECK(sound_of("out $ s \"bd\" + s \"hh hh\"") == "events{{\"s\":\"bd\"}@0 {\"s\":\"hh\"}@0 {\"s\":\"hh\"}@1/2}");
    CHECK(sound_of("out $ s \"bd sn\" # gain \"1 0.5\"") ==
          "events{{\"gain\":1,\"s\":\"bd\"}@0 {\"gain\":0.5,\"s\":\"sn\"}@1/2}");
    CHECK(sound_of("out $ s \"bd*2\" * 0.5 # lpf 300") ==
          "lpf(mul(events{{\"s\":\"bd\"}@0 {\"s\":\"bd\"}@1/2}, 0.5), 300, 0.707)");
    CHECK(sound_of("out $ n \"1 2\" + n \"10\" # s \"saw\"") ==
          "events{{\"n\":11,\"s\":\"saw\"}@0 {\"n\":12,\"s\":\"saw\"}@1/2}");
    CHECK(sound_of("out $ s \"bd\" |+ n 1 |+ n 2") == "events{{\"n\":3,\"s\":\"bd\"}@0}");
    CHECK(sound_of("out $ s \"bd\" # pan (sine 0.25)") == "events{{\"s\":\"bd\"}@0} pan=sine(0.25)");
    CHECK(sound_of("out $ s \"bd\" # lpf 300 # speed 2") == "lpf(events{{\"s\":\"bd\",\"speed\":2}@0}, 300, 0.707)");
}

TEST_CASE("a word that is control and unit is a control on events, a unit on signals") {
    CHECK(sound_of("out $ s \"bd\" # pan 0.3") == "events{{\"pan\":0.3,\"s\":\"bd\"}@0}");
    CHECK(sound_of("out $ saw 1 # pan 0.3") == "pan(saw(1), 0.3)");
    CHECK(sound_of("out $ s \"bd\" # lpf 300 # pan 0.3") == "pan(lpf(events{{\"s\":\"bd\"}@0}, 300, 0.707), 0.3)");
}

TEST_CASE("loops over buses are kept as they are") {
    const char* program = "~send $ s \"bd\" + ~echo * 0.5\n~echo $ ~send # delay 0.3 0 1\nout $ ~echo";
    CHECK(bus_of(program, "send") == "add(events{{\"s\":\"bd\"}@0}, mul(~echo, 0.5))");
    CHECK(bus_of(program, "echo") == "delay(~send, 0.3, 0, 1)");
    CHECK(faults_of(program).empty());
    CHECK(faults_of("~a $ saw 1 + ~a * 0.5\nout $ ~a") ==
          "N0502 `~a` feeds back into itself, one quantum of 64 frames late");
    CHECK(faults_of("out $ ~a\n~a $ saw 1 + ~b\n~b $ ~c # lpf 3\n~c $ ~a").find("form a loop") != std::string::npos);
    CHECK(faults_of("~p $ fast 2 \"1 ~p\"\nout $ saw ~p") ==
          "E0504 this string contains itself, through a bus that it names");
    CHECK(faults_of("~p $ \"1 2\" + n ~p\nout $ saw 55").starts_with("E0"));
}
