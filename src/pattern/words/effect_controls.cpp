// Controls of the effects that each voice has for itself, and of the room and echo that the voices of an orbit share.
#include "pattern/words/control_rows.hpp"

namespace phonon::pattern {

namespace {

constexpr std::string_view synth = R"(note "c e g b" # s "supersaw")";
constexpr std::string_view low_passed = R"(note "c e g b" # s "supersaw" # cutoff 400)";
constexpr std::string_view high_passed = R"(s "bd sn hh cp" # hcutoff 400)";
constexpr std::string_view band_passed = R"(s "bd sn hh cp" # bandf 800)";
constexpr std::string_view echoing = R"(s "bd sn hh cp" # delaysend 0.5)";
constexpr std::string_view roomy = R"(s "bd sn hh cp" # room 0.5)";

std::vector<ControlRow> filters() {
    return {
        {"cutoff",
         {"ctf", "lp"},
         "Low pass: darkens what lies above.",
         "Hz; off when not set",
         R"("400 800 1600")",
         synth},
        {"resonance",
         {"lpq"},
         "How much the low pass rings at its corner.",
         "0 to 1, 0 when not set",
         "0.4",
         low_passed},
        {"hcutoff", {"hp"}, "High pass: thins out what lies below.", "Hz; off when not set", R"("400 800")"},
        {"hresonance",
         {"hpq"},
         "How much the high pass rings at its corner.",
         "0 to 1, 0 when not set",
         "0.4",
         high_passed},
        {"bandf", {"bp"}, "Band pass: keeps what lies around.", "Hz; off when not set", R"("400 800")"},
        {"bandq", {"bpq"}, "How narrow the band pass is.", "a quality, 10 when not set", R"("2 20")", band_passed},
        {"ftype",
         {},
         "How the filters are built.",
         "`12db`, `24db` or `ladder`; 12db when not set",
         R"("24db")",
         low_passed,
         ParamKind::word},
        {"djf", {}, "One knob: low pass below the middle, high pass above.", "0 to 1, 0.5 is off", R"("0.2 0.5 0.8")"},
        {"vowel",
         {},
         "Makes the sound speak a vowel.",
         "a, e, i, o, u; off when not set",
         R"("a e i o")",
         synth,
         ParamKind::word},
    };
}

// The envelopes and oscillators of the three filters of a voice.
std::vector<ControlRow> filter_motions() {
    return {
        {"lpenv", {"lpe"}, "How far an envelope opens the low pass.", "octaves, 0 when not set", "2", low_passed},
        {"lpattack", {"lpa"}, "Attack of the low pass envelope.", "seconds, 0.005 when not set", "0.1", low_passed},
        {"lpdecay", {"lpd"}, "Decay of the low pass envelope.", "seconds, 0.14 when not set", "0.2", low_passed},
        {"lpsustain", {"lps"}, "Level that the low pass envelope holds.", "0 to 1, 0 when not set", "0.5", low_passed},
        {"lprelease", {"lpr"}, "Release of the low pass envelope.", "seconds, 0.1 when not set", "0.5", low_passed},
        {"lprate", {}, "How fast an oscillator moves the low pass.", "a frequency in Hz", "2", low_passed},
        {"lpsync", {}, "How fast an oscillator moves the low pass.", "cycles", "2", low_passed},
        {"lpdepth", {}, "How far that oscillator moves the low pass.", "a factor, 1 when not set", "2", low_passed},
        {"hpenv", {"hpe"}, "How far an envelope opens the high pass.", "octaves, 0 when not set", "2", high_passed},
        {"hpattack", {"hpa"}, "Attack of the high pass envelope.", "seconds, 0.005 when not set", "0.1", high_passed},
        {"hpdecay", {"hpd"}, "Decay of the high pass envelope.", "seconds, 0.14 when not set", "0.2", high_passed},
        {"hpsustain",
         {"hps"},
         "Level that the high pass envelope holds.",
         "0 to 1, 0 when not set",
         "0.5",
         high_passed},
        {"hprelease", {"hpr"}, "Release of the high pass envelope.", "seconds, 0.1 when not set", "0.5", high_passed},
        {"hprate", {}, "How fast an oscillator moves the high pass.", "a frequency in Hz", "2", high_passed},
        {"hpsync", {}, "How fast an oscillator moves the high pass.", "cycles", "2", high_passed},
        {"hpdepth", {}, "How far that oscillator moves the high pass.", "a factor, 1 when not set", "2", high_passed},
        {"bpenv", {"bpe"}, "How far an envelope moves the band pass.", "octaves, 0 when not set", "2", band_passed},
        {"bpattack", {"bpa"}, "Attack of the band pass envelope.", "seconds, 0.005 when not set", "0.1", band_passed},
        {"bpdecay", {"bpd"}, "Decay of the band pass envelope.", "seconds, 0.14 when not set", "0.2", band_passed},
        {"bpsustain",
         {"bps"},
         "Level that the band pass envelope holds.",
         "0 to 1, 0 when not set",
         "0.5",
         band_passed},
        {"bprelease", {"bpr"}, "Release of the band pass envelope.", "seconds, 0.1 when not set", "0.5", band_passed},
        {"bprate", {}, "How fast an oscillator moves the band pass.", "a frequency in Hz", "2", band_passed},
        {"bpsync", {}, "How fast an oscillator moves the band pass.", "cycles", "2", band_passed},
        {"bpdepth", {}, "How far that oscillator moves the band pass.", "a factor, 1 when not set", "2", band_passed},
        {"fanchor",
         {},
         "Where the filter envelopes lie around their corner.",
         "0 above it, 1 below it; 0 when not set",
         "0.5",
         R"(s "supersaw*4" # cutoff 400 # lpenv 2)"},
    };
}

std::vector<ControlRow> characters() {
    return {
        {"shape", {}, "Saturates the sound.", "0 to 1; off when not set", "0.5"},
        {"shapevol", {}, "The level behind `shape`.", "a factor, 1 when not set", "0.7", R"(s "bd sn" # shape 0.5)"},
        {"distort", {"dist"}, "Distorts the sound.", "an amount from 0 up; off when not set", R"("0.5 2")"},
        {"distortvol",
         {},
         "The level behind `distort`.",
         "a factor, 1 when not set",
         "0.7",
         R"(s "bd sn" # distort 2)"},
        {"distorttype",
         {},
         "The curve of `distort`.",
         "`soft`, `hard`, `cubic`, `diode`, `asym`, `fold` or `sinefold`",
         R"("fold")",
         R"(s "bd sn" # distort 2)",
         ParamKind::word},
        {"crush", {}, "Fewer bits a sample.", "bits, 1 to 16; off when not set", R"("4 8")"},
        {"coarse", {}, "Holds samples, as a lower sample rate.", "how many are held; off when not set", R"("4 8")"},
        {"triode", {}, "The distortion of a tube.", "an amount from 0 up; off when not set", "2"},
        {"krush", {}, "A rounder distortion.", "an amount from 0 up; off when not set", "2"},
        {"kcutoff", {}, "The low pass of `krush`.", "Hz, 5000 when not set", "2000", R"(s "bd sn" # krush 2)"},
        {"squiz", {}, "Squeezes the waves between their zero crossings.", "a factor; off when not set", "2"},
        {"waveloss", {}, "Leaves out waves between their zero crossings.", "per cent; off when not set", "20"},
        {"ringf", {}, "The frequency of a ring modulation.", "a frequency in Hz", "440"},
        {"ringdf", {}, "How far the frequency of a ring modulation slides.", "Hz, 0 when not set", "100"},
        {"octer", {}, "Adds the octave above.", "0 to 1; off when not set", "0.5"},
        {"octersub", {}, "Adds the octave below.", "0 to 1; off when not set", "0.5"},
        {"octersubsub", {}, "Adds two octaves below.", "0 to 1; off when not set", "0.5"},
        {"fshiftnote",
         {},
         "Shifts all frequencies by a share of the note's.",
         "a factor; off when not set",
         "1",
         synth},
        {"fshiftphase", {}, "The phase of the frequency shift.", "0 to 1, 0 when not set", "0.5", synth},
        {"psrate", {}, "Shifts the pitch of the sound.", "a factor; off when not set", "1.5"},
        {"psdisp",
         {},
         "Scatters the pitch of that shift.",
         "0 to 1, 0 when not set",
         "0.2",
         R"(s "bd sn" # psrate 1.5)"},
        {"transient",
         {},
         "Strengthens or softens the beginning of the sound.",
         "-1 to 1; off when not set",
         R"("-0.5 0.5")"},
        {"transsustain", {}, "Strengthens or softens what follows the beginning.", "-1 to 1; off when not set", "0.5"},
    };
}

std::vector<ControlRow> spectra() {
    return {
        {"freeze", {}, "Holds the spectrum.", "0 or 1; off when not set", "1"},
        {"smear", {}, "Smears the spectrum.", "bins; off when not set", "10"},
        {"scram", {}, "Scrambles the spectrum.", "0 to 1; off when not set", "0.2"},
        {"binshift", {}, "Shifts the spectrum.", "0 to 1; off when not set", "0.2"},
        {"hbrick", {}, "Cuts the spectrum off below.", "0 to 1; off when not set", "0.2"},
        {"lbrick", {}, "Cuts the spectrum off above.", "0 to 1; off when not set", "0.2"},
        {"real", {}, "Keeps the real part of the spectrum.", "0 to 1; off when not set", "0.5"},
        {"imag", {}, "Keeps the imaginary part of the spectrum.", "0 to 1; off when not set", "0.5"},
        {"enhance", {}, "Makes strong partials stronger.", "0 to 1; off when not set", "0.5"},
        {"xsdelay", {}, "Delays parts of the spectrum: how much.", "0 to 1; off when not set", "0.5"},
        {"tsdelay", {}, "Delays parts of the spectrum: how long.", "seconds; off when not set", "0.2"},
    };
}

std::vector<ControlRow> motions() {
    return {
        {"tremolorate", {"trem"}, "How often the level swings.", "Hz; off when not set", "8", synth},
        {"tremolodepth",
         {},
         "How far the level swings.",
         "0 to 1, 0.5 when not set",
         "0.8",
         R"(s "supersaw*2" # tremolorate 8)"},
        {"tremolosync", {}, "How often the level swings.", "swings a cycle; off when not set", "8", synth},
        {"tremoloskew", {}, "The balance of rise and fall of a swing.", "0 to 1, 0.5 when not set", "0.2", synth},
        {"tremolophase", {}, "Where a swing begins.", "0 to 1, 0 when not set", "0.25", synth},
        {"tremoloshape",
         {},
         "The form of a swing.",
         "`tri`, `sine`, `saw` or `square`; tri when not set",
         R"("sine")",
         synth,
         ParamKind::word},
        {"phaserrate", {"ph"}, "How fast a phaser sweeps.", "Hz; off when not set", "0.5", synth},
        {"phaserdepth",
         {},
         "How deep a phaser sweeps.",
         "0 to 1, 0.5 when not set",
         "0.8",
         R"(s "supersaw*2" # phaserrate 0.5)"},
        {"phasercenter", {}, "Around where a phaser sweeps.", "Hz, 1000 when not set", "800", synth},
        {"phasersweep", {}, "How far a phaser sweeps.", "Hz, 2000 when not set", "1000", synth},
        {"leslie", {}, "A rotating loudspeaker.", "0 to 1; off when not set", "0.5", synth},
        {"lrate",
         {},
         "How fast the loudspeaker rotates.",
         "Hz, 6.7 when not set",
         "2",
         R"(s "supersaw*2" # leslie 0.5)"},
        {"lsize",
         {},
         "How large the loudspeaker is.",
         "metres, 0.3 when not set",
         "0.5",
         R"(s "supersaw*2" # leslie 0.5)"},
    };
}

std::vector<ControlRow> sends() {
    return {
        {"delaysend", {}, "How much goes to the echo.", "0 to 1, 0 when not set", R"("0 0.5")"},
        {"delaytime", {"delayt", "dt"}, "The time of the echo.", "seconds, cycles with `lock`", "0.25", echoing},
        {"delaysync", {}, "The time of the echo.", "cycles, 3/16 when not set", "(1/8)", echoing},
        {"delayfeedback",
         {"delayfb", "dfb"},
         "How much of an echo comes back.",
         "0 to 1, 0.5 when not set",
         "0.6",
         echoing},
        {"delayspeed",
         {"delays"},
         "How fast the line of the echo is read.",
         "a factor, 1 when not set",
         "0.5",
         echoing},
        {"lock", {}, "Counts the time of the echo in cycles.", "0 or 1, 0 when not set", "1", echoing},
        {"room", {}, "How much goes to the room.", "0 to 1, 0 when not set", R"("0 0.4")"},
        {"size", {"sz", "roomsize", "rsize"}, "How large the room is.", "0 to 1, 0.1 when not set", "0.8", roomy},
        {"roomfade", {"rfade"}, "How long the room takes to begin.", "seconds, 0.1 when not set", "0.2", roomy},
        {"roomlp", {"rlp"}, "How dark the room begins.", "Hz, 15000 when not set", "8000", roomy},
        {"roomdim", {"rdim"}, "How dark the room ends.", "Hz, 1000 when not set", "800", roomy},
        {"ir",
         {"iresponse"},
         "A sample to be used as the room.",
         "a name; none when not set",
         R"("sn")",
         roomy,
         ParamKind::word},
        {"dry", {}, "How much of the dry sound is left beside the sends.", "0 to 1, 1 when not set", "0.5", roomy},
        {"duckorbit", {"duck"}, "Lowers another orbit while the event sounds.", "an orbit; none when not set", "1"},
        {"duckdepth",
         {},
         "How far the other orbit is lowered.",
         "0 to 1, 1 when not set",
         "0.5",
         R"(s "bd*4" # duckorbit 1)"},
        {"duckonset",
         {"duckons"},
         "How fast the other orbit is lowered.",
         "seconds, 0.003 when not set",
         "0.01",
         R"(s "bd*4" # duckorbit 1)"},
        {"duckattack",
         {"duckatt"},
         "How fast the other orbit comes back.",
         "seconds, 0.1 when not set",
         "0.2",
         R"(s "bd*4" # duckorbit 1)"},
    };
}

}  // namespace

std::vector<Word> effect_controls_words() {
    std::vector<Word> rows;
    for (auto more : {filters(), filter_motions(), characters(), spectra(), motions(), sends()}) {
        for (auto& row : control_words("effect_controls", std::move(more))) rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace phonon::pattern
