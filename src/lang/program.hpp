// A checked program: what is heard, with every name resolved, every pipe folded, every function put in place of its
// use, every transform applied to the patterns that it reaches. What the compiler lowers to a graph.
//
// The language is evaluated once, by the checker: strings have become patterns of the values that their use asks for,
// and signals have become trees of units over patterns. Only buses that sound are shared; everything else is copied
// into its use, as the language says (each use of a function has its own state).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/fraction.hpp"
#include "base/text_span.hpp"
#include "dsp/unit/facts.hpp"
#include "pattern/pattern.hpp"

namespace phonon::lang {

struct SignalNode;
using Signal = std::shared_ptr<const SignalNode>;

struct SignalNode {
    SignalNode() = default;
    SignalNode(const SignalNode&) = default;
    SignalNode& operator=(const SignalNode&) = default;
    ~SignalNode();  // in a loop: a chain of 100,000 effects is freed on any stack

    enum class Op : std::uint8_t {
        number,        // a constant
        control,       // `pattern` of numbers, held from event to event
        continuous,    // `pattern` without events, evaluated at every frame
        trigger,       // `pattern` of truths as a gate signal (dsp/unit/facts.hpp)
        events,        // `pattern` of controls with an `s`: played by voices
        unit,          // `unit` applied to `inputs`, one for each of its facts' inputs, in order
        bus,           // the shared sound of Program::buses[bus]
        voice_param,   // inside an instrument: the event's value of the control `name`
        voice_gate,    // inside an instrument: the event's gate
        cycle_gate,    // elsewhere: a gate that opens at the start of each cycle
        chain_input,   // in a master chain: the sum of the stems
        cycles,        // `cyc x`: inputs[0] cycles as seconds, at the present tempo
        device_input,  // `in 1`: channel `bus` of the sound device
        controller,    // `cc 74`: MIDI controller `bus`, 0 ... 1, of channel `number` (0: any)
    };
    Op op = Op::number;
    base::TextSpan span;
    double number = 0;
    pattern::Pattern pattern;
    const dsp::Facts* unit = nullptr;
    std::vector<Signal> inputs;
    // events: signals that give a control its value, read at each onset; they stand in `inputs` in this order, and the
    // pattern's value of such a control is not used.
    std::vector<std::string> signal_controls;
    int bus = -1;
    std::string name;  // voice_param: the control; unit: the sound that is given by its name
    // events: `midi`. Played by the keys of this MIDI channel (0: any), not at the pattern's times: the event of a key
    // has the pattern's controls of that moment, its note and its velocity. -1: no keyboard.
    int keyboard = -1;
};

// A sounding bus, or a copy of one under a transform.
struct Bus {
    std::string name;  // "drums"; a transformed copy has a key behind it, "drums/fast 2"
    base::TextSpan span;
    Signal signal;                                     // never null in a program without errors
    std::set<std::string, std::less<>> controls = {};  // that can reach its events
};

struct InstrumentParam {
    std::string name;
    std::optional<double> by_default;
};

// What `s "~pluck"` or `s "supersaw"` names: one voice of it as a tree over voice_param and voice_gate.
struct Instrument {
    std::string name;  // as in `s`: "~pluck", "saw"
    std::vector<InstrumentParam> params;
    Signal body;
    bool has_envelope = false;  // else the gate itself shapes the voice
};

struct Stem {
    std::string name;  // "out", "d1"
    int number = 0;
    Signal signal;                                     // with the chain of `all` applied
    std::set<std::string, std::less<>> controls = {};  // that can reach its events
};

using Tempo = std::variant<base::Fraction, pattern::Pattern, Signal>;  // cycles a second

// An order to a playing session, in the place where the program gives it. What it names need not be defined in the
// same text: a session knows more stems than the block that is evaluated.
struct LiveCommand {
    enum class Kind : std::uint8_t {
        hush,
        unhush,
        panic,
        solo,
        unsolo,
        mute,
        unmute,
        once,          // `signal` for one cycle, from the next one on
        xfade,         // `signal` replaces the stem over `cycles`
        jump_in,       // `signal` replaces the stem after `cycles`
        reset_cycles,  // the present cycle becomes cycle 0
        set_cycle,     // it becomes cycle `cycles`
        nudge,         // all events come later by `seconds`, which may be negative
    };
    Kind kind = Kind::hush;
    base::TextSpan span;
    std::vector<int> stems;  // 0 for `out`, 1 ... 16; empty: all. Exactly one for xfade and jump_in
    base::Fraction cycles;
    double seconds = 0;
    Signal signal;  // once, xfade, jump_in, with the chain of `all` applied; else null
};

struct Program {
    std::vector<Stem> stems;  // sorted by number
    std::vector<Bus> buses;
    std::map<std::string, Instrument> instruments;
    Tempo tempo = base::Fraction(1, 2);
    std::uint64_t seed = 0;
    Signal master;  // over chain_input; null: none
    bool raw_master = false;
    std::vector<std::string> sample_folders;  // absolute paths
    std::vector<std::string> imported_files;
    std::vector<LiveCommand> commands;  // in order; a render leaves them out
    // Every word that stands in a string where a sound is named: what must be loaded, and what `check` looks up.
    struct SoundName {
        std::string text;
        base::TextSpan span;
        int n = 0;  // which of its bank, as written: "hall:2"
    };
    std::vector<SoundName> sounds;
    // Names of all controls that the program sets on events: voices get only the effects that can be asked for.
    std::set<std::string, std::less<>> controls;
};

}  // namespace phonon::lang
