// Controls of what sounds, how high, how loud, where and how long.
#include "pattern/words/control_rows.hpp"

namespace phonon::pattern {

namespace {

constexpr std::string_view synth = R"(note "c e g b" # s "supersaw")";
constexpr std::string_view bare_note = R"(s "supersaw*4")";
constexpr auto word = ParamKind::word;

std::vector<ControlRow> sources() {
    return {
        {"n",
         {},
         "Which sample of the bank; the note of an instrument.",
         "a whole number, 0 when not set; it wraps over the bank",
         R"("0 2 1 3")",
         R"(s "hh*4")"},
        {"bank",
         {},
         "A prefix for the names of the samples: `bank \"kit\"` and `s \"bd\"` play `kit_bd`.",
         "a word; none when not set",
         R"("kit")",
         R"(s "bd sn")",
         word},
        {"speed",
         {},
         "How fast a sample is played; negative plays it backwards.",
         "a factor, 1 when not set",
         R"("1 -1 2 0.5")"},
        {"unit",
         {},
         "What `speed` means: `r` a rate, `c` lengths in cycles, `s` lengths in seconds.",
         "r, c or s; r when not set",
         R"("c")",
         R"(s "bd sn" # speed 2)",
         word},
        {"accelerate",
         {},
         "Glides the speed while the sample sounds.",
         "change of the rate over the event's length, 0 when not set",
         R"("0 -1")"},
        {"begin", {}, "Where playing begins inside the sample.", "0 to 1, 0 when not set", R"("0 0.25")"},
        {"end", {}, "Where playing ends inside the sample.", "0 to 1, 1 when not set", R"("1 0.5")"},
        {"loop", {}, "Repeats the sample.", "how many times, 1 when not set", "2"},
        {"loopBegin", {"loopb"}, "Where the repeated part of a sample begins.", "0 to 1, 0 when not set", "0.25"},
        {"loopEnd", {"loope"}, "Where the repeated part of a sample ends.", "0 to 1, 1 when not set", "0.75"},
        {"timescale",
         {},
         "Stretches a sample in time without changing its pitch, in overlapping windows.",
         "a factor, 1 when not set",
         "2"},
        {"timescalewin", {}, "The size of the windows of `timescale`.", "a factor, 1 when not set", "2"},
        {"scrub", {}, "Reads a sample from a position that the pattern moves.", "0 to 1", R"("0 0.25 0.5 0.75")"},
    };
}

std::vector<ControlRow> pitches() {
    return {
        {"note",
         {"up"},
         "The pitch, in semitones above c4 or as a note name.",
         "semitones, 0 when not set",
         R"("c e g b4")",
         R"(s "supersaw*4")"},
        {"midinote",
         {},
         "The pitch as a MIDI note.",
         "60 is c4; fractions are between the keys",
         R"("60 64 67")",
         bare_note},
        {"freq", {}, "The pitch as a frequency.", "Hz or note names", R"("220 330 a4")", bare_note},
        {"octave", {"oct"}, "Octaves added to the pitch.", "octaves, 0 when not set", R"("0 1")", synth},
        {"detune",
         {},
         "How far the parts of a sound are apart in pitch.",
         "semitones or a share, as the instrument says",
         "0.3",
         synth},
        {"harmonic",
         {},
         "Takes a harmonic of the pitch.",
         "a factor of the frequency, 1 when not set",
         R"("1 2 3")",
         synth},
        {"degree", {}, "The degree of the scale for instruments that have one.", "a whole number", R"("0 2 4")", synth},
        {"mtranspose", {}, "Degrees added in the scale.", "a whole number, 0 when not set", "2", synth},
        {"ctranspose", {}, "Semitones added after the scale.", "semitones, 0 when not set", "7", synth},
        {"stepsPerOctave", {}, "How many steps an octave has.", "a number, 12 when not set", "19", synth},
        {"octaveR", {}, "The ratio of an octave.", "a ratio, 2 when not set", "2", synth},
        {"slide",
         {},
         "Glides the pitch while the note sounds.",
         "as the instrument says, 0 when not set",
         "0.5",
         synth},
        {"deltaSlide",
         {},
         "Changes the glide while the note sounds.",
         "as the instrument says, 0 when not set",
         "0.1",
         synth},
        {"pitchJump",
         {},
         "Jumps in pitch while the note sounds.",
         "as the instrument says, 0 when not set",
         "3",
         synth},
        {"pitchJumpTime", {}, "When the pitch jumps.", "seconds, 0 when not set", "0.1", synth},
    };
}

std::vector<ControlRow> levels() {
    return {
        {"gain", {}, "How loud the event is.", "a factor, 1 when not set", R"("1 0.5")"},
        {"amp", {}, "A second level, multiplied with the others.", "a factor, 1 when not set", "0.4"},
        {"overgain", {}, "Added to the gain before its curve.", "a factor, 0 when not set", "0.2"},
        {"postgain", {}, "The level after the event's effects.", "a factor, 1 when not set", R"("1 0.5")"},
        {"busgain", {}, "The level into a bus.", "a factor, 1 when not set", "0.5"},
        {"velocity", {"vel"}, "How hard the note is struck.", "0 to 1, 1 when not set", R"("1 0.6 0.8 0.6")"},
        {"pan", {}, "Where the event stands.", "0 left, 0.5 centre, 1 right; 0.5 when not set", R"("0 1")"},
        {"panspan", {}, "How much of the circle of loudspeakers `pan` covers.", "0 to 1, 1 when not set", "0.5"},
        {"pansplay", {}, "How far the channels of a sound are apart.", "0 to 1, 1 when not set", "0.5"},
        {"panwidth", {}, "Over how many loudspeakers a sound is spread.", "a number, 2 when not set", "2"},
        {"panorient", {}, "Turns the circle of loudspeakers.", "a number, 0 when not set", "0.5"},
        {"orbit", {"o"}, "Events of one orbit share a room, an echo and cut groups.", "a whole number", R"("0 1")"},
        {"channel", {}, "The output that the event plays to.", "a whole number", "0"},
        {"channels", {"ch"}, "The outputs that the event plays to.", "whole numbers", "1"},
        {"cut",
         {},
         "A new sound of the group ends the last one.",
         "a group, 0 for none; negative: only the same sample",
         "1",
         R"(s "oh hh oh hh")"},
    };
}

std::vector<ControlRow> lengths() {
    return {
        {"legato",
         {"clip"},
         "How long the event sounds, as a share of its length.",
         "a factor; samples ring out when it is not set",
         "0.5"},
        {"sustain", {"sus"}, "How long the event sounds.", "seconds; the event's length when not set", "0.1"},
        {"dur", {"duration"}, "The length that the event is taken to have.", "cycles", "0.25", synth},
        {"fadeTime", {"fadeOutTime"}, "The fade at the end of a cut sound.", "seconds, 0.003 when not set", "0.01"},
        {"fadeInTime",
         {},
         "The fade at the beginning of a sound that begins inside a sample.",
         "seconds, 0.001 when not set",
         "0.01",
         R"(s "bd sn" # begin 0.2)"},
        {"nudge",
         {},
         "Shifts the event in time when it is played.",
         "seconds, later when positive, earlier (by 1 s at most) when negative; 0 when not set",
         R"("0 0.02 -0.01")"},
    };
}

}  // namespace

std::vector<Word> controls_words() {
    std::vector<Word> rows =
        control_words("controls", {{"s",
                                    {"sound"},
                                    "Names the sounds: samples (`bd:3` is the fourth of its bank) or instruments.",
                                    "names; a number after `:` is `n`, a second one `gain`",
                                    "\"\"",
                                    "",
                                    ParamKind::word}});
    rows.front().example = R"(d1 $ s "bd [hh hh:1] sn supersaw")";
    for (auto more : {sources(), pitches(), levels(), lengths()}) {
        for (auto& row : control_words("controls", std::move(more))) rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace phonon::pattern
