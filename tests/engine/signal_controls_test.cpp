// A signal given to a control of events is read at each onset.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "hand_made.hpp"
#include "program_text.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

const std::string sweep = "(rawsaw 0.5 * 0.5 + 0.5)";  // from 0 to 1 in two seconds
constexpr std::size_t frames = 96'000, between = 6'000;

// A click an eighth of a second, and what the signal is there.
struct Heard {
    std::vector<float> clicks, signal;
};
Heard heard(const std::string& events) {
    ClickSource click;
    return {rendered(program_from("cps: 1\nmaster: raw\nout $ " + events), click, frames),
            rendered(program_from("master: raw\nout $ " + sweep), click, frames)};
}

}  // namespace

TEST_CASE("the gain of a sample is read from a signal at its onset") {
    const Heard h = heard("s \"click*8\" # gain " + sweep);
    for (std::size_t at = between; at < frames; at += between) {
        const float centre = h.signal[2 * at] * std::sqrt(0.5f);
        CHECK(h.clicks[2 * at] == doctest::Approx(centre).epsilon(1e-5).scale(0));
        CHECK(h.clicks[2 * at + 1] == doctest::Approx(centre).epsilon(1e-5).scale(0));
    }
}

TEST_CASE("the place of a sample is read from a signal at its onset, beside its gain") {
    const Heard h = heard("s \"click*8\" # pan " + sweep + " # gain 0.5");
    for (std::size_t at = between; at < frames; at += between) {
        const double turned = static_cast<double>(h.signal[2 * at]) * 1.5707963;
        CHECK(h.clicks[2 * at] == doctest::Approx(0.5 * std::cos(turned)).epsilon(1e-4));
        CHECK(h.clicks[2 * at + 1] == doctest::Approx(0.5 * std::sin(turned)).epsilon(1e-4));
    }
}

TEST_CASE(
    "an instrument's voices are as loud as a signal says at their onset, and no louder where they read it themselves") {
    ClickSource none;
    const auto level = [&](const std::string& instrument, const std::string& gain) {
        const auto x = rendered(
            program_from("cps: 1\nmaster: raw\n" + instrument + "\nout $ note \"0\" # s \"~i\" # gain " + gain), none,
            24'000);
        float most = 0;
        for (const float y : x) most = std::max(most, std::fabs(y));
        return static_cast<double>(most);
    };
    // A signal of one value is that number.
    for (const std::string instrument : {"~i freq $ sine freq", "~i freq gain $ sine freq * gain * gain"})
        CHECK(level(instrument, "(rawsaw 0 + 1.5)") == doctest::Approx(level(instrument, "0.5")).epsilon(1e-6));
}

TEST_CASE("what signals say at onsets does not depend on blocks and threads") {
    ClickSource click;
    const lang::Program program = program_from(
        "cps: 2\nmaster: raw\n~lfo $ sine 0.7 * 0.5 + 0.5\nout $ stack [s \"click(5,8)\" # pan ~lfo # gain ~lfo, "
        "note \"0 7\" # s \"saw\" # pan ~lfo]");
    const auto whole = rendered(program, click, 50'000);
    CHECK(rendered(program, click, 50'000, 1000, 3) == whole);
    CHECK(rendered(program, click, 50'000, 63) == whole);
}
