// Controls of Strudel's and SuperDirt's further motions: shapes of filter oscillators, more FM operators, texts.
#include <fmt/format.h>

#include <deque>

#include "pattern/words/control_rows.hpp"

namespace phonon::pattern {

namespace {

constexpr std::string_view synth = R"(note "c e g b" # s "supersaw")";
constexpr auto word = ParamKind::word;

// Texts of rows that are made in a loop live as long as the program.
std::string_view kept(std::string text) {
    static std::deque<std::string> texts;
    return texts.emplace_back(std::move(text));
}

void add_filter_shapes(std::vector<ControlRow>& rows) {
    struct Filter {
        std::string_view prefix, name, sound;
    };
    for (const Filter& f : {Filter{"lp", "low pass", R"(s "supersaw*4" # cutoff 800)"},
                            Filter{"hp", "high pass", R"(s "supersaw*4" # hcutoff 800)"},
                            Filter{"bp", "band pass", R"(s "supersaw*4" # bandf 800)"}}) {
        const auto row = [&](std::string_view tail, std::string_view what, std::string_view values,
                             std::string_view setting) {
            rows.push_back({kept(fmt::format("{}{}", f.prefix, tail)),
                            {},
                            kept(fmt::format("{} of the oscillator that moves the {}.", what, f.name)),
                            values,
                            setting,
                            f.sound});
        };
        row("depthfrequency", "How far up and down, in hertz, is the reach", "Hz; the factor of the depth when not set",
            "200");
        row("shape", "The wave", "0 tri, 1 sine, 2 ramp, 3 saw, 4 square; 0 when not set", "1");
        row("dc", "The middle", "-1 to 1, -0.5 when not set", "0");
        row("skew", "How much of its time rises, the lean", "0 to 1, 0.5 when not set", "0.2");
    }
}

void add_operators(std::vector<ControlRow>& rows) {
    for (int i = 2; i <= 8; ++i) {
        rows.push_back({kept(fmt::format("fmi{}", i)),
                        {kept(fmt::format("fm{}", i))},
                        kept(fmt::format("How much FM operator {} modulates.", i)),
                        "an index, 0 when not set",
                        "2",
                        synth});
        rows.push_back({kept(fmt::format("fmh{}", i)),
                        {},
                        kept(fmt::format("The frequency of FM operator {} as a multiple of the note's.", i)),
                        "a ratio, 1 when not set",
                        "3",
                        synth});
    }
}

}  // namespace

std::vector<Word> more_controls_words() {
    std::vector<ControlRow> rows{
        {"vib", {"v"}, "How fast the pitch trembles.", "Hz; off when not set", "5", synth},
        {"wtphaserand", {}, "How much the place in a table of waves scatters.", "0 to 1, 0 when not set", "0.5", synth},
        {"partials", {}, "Levels of the partials of an additive wave.", "numbers", R"("1 0.5 0.25")", synth},
        {"phases", {}, "Phases of the partials of an additive wave.", "0 to 1", R"("0 0.25 0.5")", synth},
        {"byteBeatExpression",
         {"bbexpr"},
         "The formula of a bytebeat voice.",
         "a formula in t; t when not set",
         R"("t")",
         synth,
         word},
        {"byteBeatStartTime",
         {"bbst"},
         "Where the time of a bytebeat voice begins.",
         "samples, 0 when not set",
         "0",
         synth},
        {"FXrelease", {"fxr"}, "How long effects ring after the event.", "seconds, 0 when not set", "0.5"},
        {"irspeed",
         {},
         "How fast the sample of `ir` is read.",
         "a factor, 1 when not set",
         "2",
         R"(s "sn" # room 0.5)"},
        {"irbegin", {}, "Where the sample of `ir` begins.", "0 to 1, 0 when not set", "0.2", R"(s "sn" # room 0.5)"},
        {"sysexid", {}, "The maker's number of a MIDI system message.", "a number", "67", synth},
        {"sysexdata", {}, "The bytes of a MIDI system message.", "numbers", "1", synth},
        {"activeLabel", {}, "A text that is shown while the event sounds.", "a word", R"("lead")", synth, word},
    };
    add_filter_shapes(rows);
    add_operators(rows);
    return control_words("more_controls", std::move(rows));
}

}  // namespace phonon::pattern
