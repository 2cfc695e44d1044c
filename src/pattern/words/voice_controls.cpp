// Controls of how a voice is made: envelopes, vibrato, frequency modulation, tables; and of what is sent out.
#include "pattern/operators.hpp"
#include "pattern/words/control_rows.hpp"

namespace phonon::pattern {

namespace {

constexpr std::string_view synth = R"(note "c e g b" # s "supersaw")";
constexpr auto word = ParamKind::word;

std::vector<ControlRow> envelopes() {
    return {
        {"attack", {"att"}, "How long the sound takes to rise.", "seconds, 0 when not set", "0.1", synth},
        {"decay", {"dec"}, "How long the sound takes to fall to its level.", "seconds, 0 when not set", "0.1", synth},
        {"hold", {}, "How long the sound stays at its height.", "seconds", "0.1", synth},
        {"sustainlevel", {}, "The level that the sound keeps after its decay.", "0 to 1, 1 when not set", "0.5", synth},
        {"release", {"rel"}, "How long the sound takes to fade after its end.", "seconds", "0.4", synth},
        {"penv", {}, "How far an envelope moves the pitch.", "semitones; off when not set", "12", synth},
        {"pattack",
         {"patt"},
         "Attack of the pitch envelope.",
         "seconds, 0.2 when not set",
         "0.1",
         R"(s "supersaw*4" # penv 12)"},
        {"pdecay", {"pdec"}, "Decay of the pitch envelope.", "seconds", "0.1", R"(s "supersaw*4" # penv 12)"},
        {"psustain", {"psus"}, "Level that the pitch envelope holds.", "0 to 1", "0.5", R"(s "supersaw*4" # penv 12)"},
        {"prelease", {"prel"}, "Release of the pitch envelope.", "seconds", "0.1", R"(s "supersaw*4" # penv 12)"},
        {"pcurve",
         {},
         "The curve of the pitch envelope.",
         "0 linear, 1 exponential; 0 when not set",
         "1",
         R"(s "supersaw*4" # penv 12)"},
        {"panchor",
         {},
         "Where the pitch envelope lies around the note.",
         "0 above it, 1 below it",
         "0.5",
         R"(s "supersaw*4" # penv 12)"},
        {"vibmod", {"vmod"}, "How far a vibrato swings.", "semitones, 0.5 when not set", "0.3", synth},
    };
}

std::vector<ControlRow> instruments() {
    return {
        {"fmi", {}, "Index of frequency modulation.", "an index from 0 up; off when not set", "4", synth},
        {"fmh", {}, "Ratio of the modulating frequency to the note.", "a ratio, 1 when not set", "1.5", synth},
        {"fmattack", {"fmatt"}, "Attack of the modulation.", "seconds", "0.1", synth},
        {"fmdecay", {"fmdec"}, "Decay of the modulation.", "seconds", "0.1", synth},
        {"fmsustain", {"fmsus"}, "Level that the modulation holds.", "0 to 1", "0.5", synth},
        {"fmrelease", {"fmrel"}, "Release of the modulation.", "seconds", "0.1", synth},
        {"fmenv",
         {"fme"},
         "The curve of the envelope of the modulation.",
         "`exp` or `lin`; exp when not set",
         R"("lin")",
         synth,
         word},
        {"fmwave", {}, "The wave that modulates.", "a name; sine when not set", R"("square")", synth, word},
        {"unison", {}, "How many voices play one note.", "a whole number", "5", synth},
        {"pw", {}, "How wide the pulse is.", "0 to 1, 0.5 when not set", "0.3", synth},
        {"pwrate", {}, "How fast the width of the pulse moves.", "Hz, 1 when not set", "2", synth},
        {"pwsweep", {}, "How far the width of the pulse moves.", "0 to 1, 0 when not set", "0.2", synth},
        {"wt", {}, "The place in a table of waves.", "0 to 1, 0 when not set", "0.5", synth},
        {"wtenv", {}, "How far an envelope moves that place.", "0 to 1; off when not set", "0.5", synth},
        {"warp", {}, "Bends the waves of a table.", "0 to 1, 0 when not set", "0.5", synth},
        {"warpmode", {}, "The way in which they are bent.", "a name", R"("asym")", synth, word},
        {"voice", {}, "A shade of the instrument.", "as the instrument says", "0.5", synth},
        {"zrand", {}, "Scatter of the short synthetic sounds.", "0 to 1, 0 when not set", "0.2", synth},
        {"znoise", {}, "Noise in the short synthetic sounds.", "0 to 1, 0 when not set", "0.2", synth},
        {"zmod", {}, "Modulation of the short synthetic sounds.", "Hz, 0 when not set", "20", synth},
        {"zcrush", {}, "Coarseness of the short synthetic sounds.", "0 to 1, 0 when not set", "0.2", synth},
        {"zdelay", {}, "Echo of the short synthetic sounds.", "seconds, 0 when not set", "0.1", synth},
    };
}

std::vector<ControlRow> outward() {
    return {
        {"cps", {}, "The tempo, as events send it to other programs.", "cycles a second", "0.5"},
        {"midichan", {}, "The MIDI channel.", "1 to 16, 1 when not set", "2", synth},
        {"midiport", {}, "The MIDI port.", "a number or a name", "1", synth},
        {"midicmd",
         {},
         "The kind of MIDI message.",
         "`noteOn`, `control`, `program`, `clock` ...",
         R"("control")",
         synth,
         word},
        {"ccn", {}, "The number of a MIDI controller.", "0 to 127", "74", synth},
        {"ccv", {}, "The value of a MIDI controller.", "0 to 127", R"("0 64 127")", synth},
        {"nrpnn", {}, "The number of a non-registered MIDI parameter.", "0 to 16383", "1", synth},
        {"nrpv", {}, "The value of a non-registered MIDI parameter.", "0 to 16383", "1", synth},
        {"progNum", {}, "A MIDI program.", "0 to 127", "5", synth},
        {"midibend", {}, "MIDI pitch bend.", "0 to 16383, 8192 in the middle", "9000", synth},
        {"miditouch", {}, "MIDI pressure of a channel.", "0 to 127", "64", synth},
        {"polyTouch", {}, "MIDI pressure of a key.", "0 to 127", "64", synth},
        {"ctlNum", {}, "The number of a MIDI controller.", "0 to 127", "74", synth},
        {"control", {}, "The value of a MIDI controller.", "0 to 127", "64", synth},
        {"songPtr", {}, "The MIDI song position.", "sixteenths", "16", synth},
        {"uid", {}, "The MIDI device.", "a number", "1", synth},
        {"val", {}, "A value of a message.", "a number", "1", synth},
        {"color", {"colour"}, "A colour for whoever shows the events.", "a name", R"("red blue")", synth, word},
        {"label", {}, "A text for whoever shows the events.", "a word", R"("lead")", synth, word},
    };
}

// Several controls from one call, each with structure from the first.
Pattern envelope_controls(std::initializer_list<std::string_view> names, std::span<const Arg> args) {
    Pattern all = silence();
    std::size_t i = 0;
    for (const auto name : names) {
        const Pattern one = as_control(ControlName(name), args[i].pattern());
        all = i++ == 0 ? one : apply_op(Op::set, Structure::in, all, one);
    }
    return all;
}

std::vector<Word> envelope_words() {
    const Param attack{"attack", ParamKind::number, "seconds to rise"};
    return {{"adsr",
             {},
             "voice_controls",
             "Attack, decay, level and release of the event at once.",
             WordKind::control,
             {attack,
              {"decay", ParamKind::number, "seconds to fall to the level"},
              {"level", ParamKind::number, "0 to 1", "0.7"},
              {"release", ParamKind::number, "seconds to fade after the end", "0.2"}},
             R"(d1 $ note "c e g b" # s "supersaw" # adsr 0.01 0.1 0.5 0.2)",
             {"attack", "release"},
             [](std::span<const Arg> a, const Pattern&) {
                 return envelope_controls({"attack", "decay", "sustainlevel", "release"}, a);
             }}};
}

}  // namespace

std::vector<Word> voice_controls_words() {
    std::vector<Word> rows = envelope_words();
    for (auto more : {envelopes(), instruments(), outward()}) {
        for (auto& row : control_words("voice_controls", std::move(more))) rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace phonon::pattern
