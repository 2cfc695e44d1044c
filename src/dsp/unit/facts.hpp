// What is known about a unit without running it. The checker, call by keyword, `phonon doc`, completion, the reference
// and the contract tests read these facts and nothing else; they stand in the unit's own file, beside its kernel.
#pragma once

#include <cstdint>
#include <string_view>

namespace phonon::dsp {

enum class Measure : std::uint8_t { none, hertz, seconds, decibels, semitones, ratio, cycles, bits, samples };
// How a control for this input is best swept.
enum class Curve : std::uint8_t { linear, logarithmic };

enum class InputKind : std::uint8_t {
    audio,    // a sound; what `x # unit` feeds is the first of these; silence when missing
    param,    // a number, pattern or signal that steers the unit
    trigger,  // events as a signal: see `gate` below; a string here is read as truths ("t ~ t(3,8)")
    gate,     // not written by the musician: the gate of the note in an instrument, of each cycle elsewhere
    sound,    // the name of a recording, in quotes; Facts::sound_use says what is made of it
};
// Gates and triggers are signals: 0 while closed, 1 while an event lasts, 2 on the first frame of each event, so that
// events which touch each other are told apart. Any other signal opens a trigger where it rises above 0.5.

struct Input {
    std::string_view name = {};
    std::string_view doc;  // one clause, no full stop
    InputKind kind = InputKind::param;
    Measure measure = Measure::none;
    float low = 0;  // values outside [low, high] are clamped by the kernel or harmless
    float high = 1;
    float by_default = 0;
    bool required = false;
    Curve curve = Curve::linear;
};

constexpr Input audio(std::string_view name, std::string_view doc) noexcept {
    return {name, doc, InputKind::audio, Measure::none, -1, 1, 0, false, Curve::linear};
}
constexpr Input param(std::string_view name, std::string_view doc, Measure measure, float low, float high,
                      float by_default, Curve curve = Curve::linear) noexcept {
    return {name, doc, InputKind::param, measure, low, high, by_default, false, curve};
}
// A sound or number that a function works on.
constexpr Input operand(std::string_view name, std::string_view doc, float low = -1, float high = 1, float usual = 0,
                        Measure measure = Measure::none) noexcept {
    return {name, doc, InputKind::audio, measure, low, high, usual, true, Curve::linear};
}
// A parameter that must be written; `usual` is what tests and pictures use.
constexpr Input needed(std::string_view name, std::string_view doc, Measure measure, float low, float high, float usual,
                       Curve curve = Curve::linear) noexcept {
    return {name, doc, InputKind::param, measure, low, high, usual, true, curve};
}
constexpr Input trigger(std::string_view name, std::string_view doc) noexcept {
    return {name, doc, InputKind::trigger, Measure::none, 0, 2, 0, true, Curve::linear};
}
constexpr Input note_gate() noexcept {
    return {"gate", "the gate of the note", InputKind::gate, Measure::none, 0, 2, 0, false, Curve::linear};
}

// A recording that must be named: "hall" or "hall:2".
constexpr Input named_sound(std::string_view name, std::string_view doc) noexcept {
    return {name, doc, InputKind::sound, Measure::none, 0, 0, 0, true, Curve::linear};
}

// What the recording that a unit is given by name is prepared as (prepared_sound.hpp).
enum class SoundUse : std::uint8_t {
    none,
    room,     // ImpulseResponse: two channels, for one sound and not for each of its voices
    periods,  // Wavetable
};

enum class Shape : std::uint8_t {
    each,  // every channel by itself: one kernel lane a channel; as many channels as its widest input
    pair,  // always two channels in (mono is widened) and out; parameters have one channel
};

enum class Role : std::uint8_t {
    oscillator,  // a pitched source: its name is also an instrument
    source,      // makes sound or control without a pitch
    effect,      // transforms its first audio input
    envelope,    // an effect that follows the note's gate and decides when a voice has ended
    math,        // a sample-wise function
};

inline constexpr int max_inputs = 12;

struct Facts {
    std::string_view name = {};     // the word; also the file's name
    std::string_view aliases = {};  // other words for it, separated by blanks
    std::string_view group = {};    // the folder: "filter", "delay" ...
    std::string_view summary = {};  // one line for musicians, ends with a full stop
    Role role = Role::effect;
    Shape shape = Shape::each;
    Input inputs[max_inputs] = {};
    SoundUse sound_use = SoundUse::none;
    std::string_view example = {};   // a whole program, rendered by a test
    std::string_view see_also = {};  // words, separated by blanks
    // Role::envelope: names of inputs, separated by blanks, whose seconds add up to how long a voice still sounds after
    // its gate has closed, and to how long it sounds after its onset whatever the gate does. At least one is given.
    std::string_view after_gate = {};
    std::string_view after_onset = {};
    float latency = 0;  // seconds by which the output comes later than the input
    // seconds that sound may go on after the input fell silent; below 0: for ever (a free-running source)
    float tail = 0;

    constexpr int input_count() const noexcept {
        int n = 0;
        while (n < max_inputs && !inputs[n].name.empty()) ++n;
        return n;
    }
};

// What every unit must say; checked while compiling.
constexpr bool is_documented(const Facts& f) noexcept {
    if (f.name.empty() || f.group.empty() || f.summary.empty() || f.example.empty()) return false;
    if (f.summary.back() != '.') return false;
    for (int i = 0; i < f.input_count(); ++i) {
        const Input& in = f.inputs[i];
        if (in.doc.empty() || in.doc.back() == '.' || !(in.low <= in.by_default && in.by_default <= in.high))
            return false;
    }
    return true;
}

}  // namespace phonon::dsp
