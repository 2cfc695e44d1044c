#include "lang/foreign_words.hpp"

#include <algorithm>
#include <array>

namespace phonon::lang {

namespace {

struct Row {
    std::string_view words;  // with blanks around each
    std::string_view help;
};

template <std::size_t N>
std::string_view find(const std::array<Row, N>& rows, std::string_view word) noexcept {
    if (word.empty()) return {};
    for (const Row& row : rows) {
        for (std::size_t at = row.words.find(word); at != row.words.npos; at = row.words.find(word, at + 1)) {
            const bool whole = at > 0 && row.words[at - 1] == ' ' && row.words[at + word.size()] == ' ';
            if (whole) return row.help;
        }
    }
    return {};
}

constexpr std::array<Row, 23> in_expressions{{
    {" volume vol level loudness ", "the level of events and of sounds is `gain`"},
    {" pitch transpose tune ", "pitch is `note` or `up` in semitones, `speed` for samples"},
    {" lowpass filter lowPass LPF LowPass ", "a low-pass filter is `lpf 800`, each event's own is `cutoff 800`"},
    {" highpass highPass HPF ", "a high-pass filter is `hpf 800`, each event's own is `hcutoff 800`"},
    {" bandpass bandPass ", "a band-pass filter is `bpf 800`, each event's own is `bandf 800`"},
    {" osc oscillator sin SinOsc sinosc ", "oscillators are sine, saw, square, tri and pulse, as in `sine 440`"},
    {" Saw LFSaw VarSaw sawtooth ", "it is written `saw`, as in `saw 110`"},
    {" triangle LFTri ", "it is written `tri`, as in `tri 110`"},
    {" Pulse LFPulse ", "it is written `pulse`, as in `pulse 110 0.3`"},
    {" WhiteNoise whitenoise ", "it is written `noise`"},
    {" reverse backwards ", "it is written `rev`, and a sample goes backwards by `# speed -1`"},
    {" sine1 saw1 tri1 square1 ", "without a number `sine`, `saw`, `tri` and `square` go from 0 to 1 in a cycle"},
    {" cF cF0 cN cI cS cP ", "a value from outside is `cc 74`, a value with a name is a bus, `~name`"},
    {" swing ", "it is written `swingBy (1/3) 4`"},
    {" env envelope ", "an envelope is `adsr 0.01 0.1 0.7 0.2`"},
    {" dist overdrive ", "it is written `distort`, or `softclip`, `shape` for events"},
    {" if then else ", "patterns choose: `every 4 rev`, `sometimesBy 0.3 rev`, `\"<bd sn>\"`"},
    {" for while loop repeat ", "a pattern repeats by itself; `ply 2`, `chop 4` and `\"bd*4\"` repeat its parts"},
    {" do return end ", "leave it out: a statement is one expression"},
    {" mute ", "it is a statement of its own, as in `mute d1`, and plays with `phonon live`"},
    {" hz Hz khz kHz KHz ms db dB ", "a unit touches its number, as in `440hz`, `1.2khz`, `200ms`, `-6db`"},
    {" slider ", "a value from outside is `cc 74`"},
    {" chain wet dry ", "how much of an effect is heard is its `mix`, as in `reverb 0.7 :mix 0.3`"},
}};

constexpr std::array<Row, 11> as_statements{{
    {" let const var val auto local def fn function ",
     "what has a name is a bus: `~drums $ s \"bd sn\"`, with parameters `~name a b $ ...`"},
    {" do end begin main module where ", "leave the line out: each statement stands by itself, in the first column"},
    {" setbpm setBpm setBPM setTempo setCps setCPS cpm setcpm use_bpm tempoBpm ",
     "the tempo is `cps: 0.5`, in cycles a second, or `bpm: 120`"},
    {" if for while loop loops repeat live_loop forever in_thread ",
     "patterns repeat and choose by themselves: `d1 $ every 4 rev $ s \"bd sn\"`"},
    {" play sample play_pattern ",
     "what is heard is sent to an output: `d1 $ s \"bd sn\"`, `d2 $ note \"c e\" # s \"saw\"`"},
    {" sleep wait ", "time is in the pattern: `s \"bd ~ sn ~\"`"},
    {" clutch clutchIn xfadeIn jumpIn' jump jumpMod anticipate anticipateIn interpolate interpolateIn wash "
     "mortal waitT histpan ",
     "the transitions are `xfade d1 4 $ ...` and `jumpIn d1 2 $ ...`"},
    {" setF setI setS setR ", "a value with a name is a bus, `~name $ 0.5`"},
    {" unsoloAll unmuteAll muteAll soloAll ", "it is written `unsolo`, `unmute` or `hush`, without a stem for all"},
    {" print println console log ", "`phonon events` shows what a pattern does"},
    {" load use_sample_pack ", "a folder of sounds is `samples \"folder\"`"},
}};

constexpr std::array<Row, 9> units{{
    {" room size sz ", "on a whole sound it is `reverb`, as in `# reverb 0.5`"},
    {" cutoff ctf lpf resonance lpq ", "on a whole sound it is `lpf`, as in `# lpf 800 0.7`"},
    {" hcutoff hresonance hpq ", "on a whole sound it is `hpf`, as in `# hpf 800`"},
    {" bandf bandq bpq ", "on a whole sound it is `bpf`, as in `# bpf 800`"},
    {" delaysend delaytime delayfeedback delayt delayfb delayamp lock ",
     "on a whole sound it is `delay`, as in `# delay 0.25 0.5 0.3`"},
    {" s sound ", "two sounds are joined by `+`"},
    {" n note up midinote octave freq scale ",
     "the pitch stands behind the oscillator, saw \"c3 e3\"; events have notes: note \"c e\" # s \"saw\""},
    {" attack decay sustain release hold legato dur ",
     "an envelope for each note takes events: note \"c e\" # s \"saw\" # release 0.2"},
    {" speed accelerate begin end loop unit cut orbit nudge channel cps bank velocity ",
     "it belongs to events, as in s \"bd sn\" or note \"c e\" # s \"saw\""},
}};

constexpr std::array<Row, 14> sounds{{
    {" kick bassdrum bass_drum ", "bd"},
    {" snare sd ", "sn"},
    {" hat hihat closedhat chh hc ", "hh"},
    {" openhat open ohh ho ", "oh"},
    {" clap handclap ", "cp"},
    {" rimshot rs ", "rim"},
    {" cowbell bell ", "cb"},
    {" crash cymbal ", "cr"},
    {" ride ", "rd"},
    {" sawtooth ", "saw"},
    {" triangle ", "tri"},
    {" piano ", "superpiano"},
    {" whitenoise white ", "noise"},
    {" tom toms ", "mt"},
}};

}  // namespace

std::string_view help_for_foreign_word(std::string_view word) noexcept { return find(in_expressions, word); }
std::string_view help_for_foreign_statement(std::string_view word) noexcept { return find(as_statements, word); }
std::string_view unit_in_place_of_control(std::string_view control) noexcept { return find(units, control); }
std::string_view sound_meant_by(std::string_view name) noexcept { return find(sounds, name); }

}  // namespace phonon::lang
