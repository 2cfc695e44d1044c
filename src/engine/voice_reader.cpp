#include "engine/voice_reader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "dsp/sampler/sampler.hpp"

namespace phonon::engine {
namespace {

constexpr double release_seconds = 0.005;  // of a voice without an envelope
constexpr double longest_seconds = 600;

float evaluate(const std::vector<graph::LengthTerm>& terms, int at, const float* params) {
    const graph::LengthTerm& t = terms[static_cast<std::size_t>(at)];
    switch (t.op) {
        case graph::LengthTerm::Op::constant: return t.value;
        case graph::LengthTerm::Op::param: return params[t.index];
        case graph::LengthTerm::Op::add: return evaluate(terms, t.index, params) + evaluate(terms, t.second, params);
        case graph::LengthTerm::Op::multiply:
            return evaluate(terms, t.index, params) * evaluate(terms, t.second, params);
        case graph::LengthTerm::Op::maximum:
            return std::max(evaluate(terms, t.index, params), evaluate(terms, t.second, params));
    }
    return 0;
}

// SuperDirt's resonance, 0 ... 1, as the q of a filter: 0.707 is flat, 1 rings very long.
double quality(double resonance) { return 0.7071 * std::exp2(std::clamp(resonance, 0.0, 1.0) * 5.4); }

std::int64_t frames_of(double seconds, double rate) {
    return static_cast<std::int64_t>(std::ceil(std::clamp(seconds, 0.0, longest_seconds) * rate));
}

float neutral_value(const std::string& name) {
    if (name == "gain" || name == "velocity" || name == "speed") return 1;
    if (name == "pan") return 0.5f;
    if (name == "accelerate") return 0;
    return std::numeric_limits<float>::quiet_NaN();
}

// The modulating waves by the numbers that the unit fm_pitch gives them.
float wave_named(std::string_view name, double otherwise) {
    constexpr std::string_view names[] = {"sine", "triangle", "sawtooth", "square"};
    for (std::size_t w = 0; w < std::size(names); ++w)
        if (name.size() >= 2 && names[w].starts_with(name.substr(0, 3))) return static_cast<float>(w);
    return static_cast<float>(otherwise);
}

}  // namespace

VoiceReader::VoiceReader(const graph::InstrumentPlan& instrument) : instrument_(&instrument) {
    for (const graph::VoiceParam& p : instrument.params) {
        sources_.push_back(source_of(p));
        has_gain_ = has_gain_ || p.name == "gain";
    }
}

VoiceReader::Source VoiceReader::source_of(const graph::VoiceParam& p) {
    using From = Source::From;
    const auto from = [&] {
        if (p.outer >= 0) return From::signal;
        if (p.name == "freq") return From::frequency;
        if (p.name == "note") return From::semitones;
        if (p.name == "vowel") return From::vowel;
        if (p.name == "resonance" || p.name == "hresonance") return From::resonance;
        if (p.name == "dur") return From::duration;
        if (p.name == "fmwave") return From::wave;
        for (const char* name : {"lpsync", "hpsync", "bpsync", "tremolosync"})
            if (p.name == name) return From::times_a_cycle;
        return From::control;
    };
    const bool plain = from() == From::control;
    return {from(), pattern::ControlName(p.name),
            plain && std::isnan(p.by_default) ? neutral_value(p.name) : p.by_default};
}

float VoiceReader::value_of(const Source& s, const EventControls& controls, const VoiceTime& time) {
    switch (s.from) {
        case Source::From::signal: return 0;  // read from the signal at the onset
        case Source::From::frequency:
            return std::isnan(s.by_default) || controls.has_pitch() ? static_cast<float>(controls.frequency())
                                                                    : s.by_default;
        case Source::From::semitones: return static_cast<float>(controls.semitones(true));
        case Source::From::vowel: {
            const std::string_view letter = controls.text(control::vowel);
            const std::size_t at =
                letter.empty() ? std::string_view::npos : std::string_view("aeiou").find(letter.front());
            return at == std::string_view::npos
                       ? static_cast<float>(controls.number(control::vowel, static_cast<double>(s.by_default)))
                       : static_cast<float>(at);
        }
        case Source::From::resonance: return static_cast<float>(quality(controls.number(s.name, 0)));
        case Source::From::duration: return static_cast<float>(time.event_seconds);
        case Source::From::wave: return wave_named(controls.text(s.name), controls.number(s.name, 0));
        case Source::From::times_a_cycle:
            if (const auto times = controls.number(s.name)) return static_cast<float>(*times * time.cycles_per_second);
            return s.by_default;
        case Source::From::control: break;
    }
    const auto value = controls.number(s.name);
    return value ? static_cast<float>(*value) : s.by_default;
}

const std::string* VoiceReader::read_params(const EventControls& controls, const VoiceTime& time,
                                            std::vector<float>& params) const {
    for (std::size_t i = 0; i < sources_.size(); ++i) {
        const bool must_be_set = sources_[i].from == Source::From::control && std::isnan(sources_[i].by_default);
        if (must_be_set && !controls.number(sources_[i].name)) return &instrument_->params[i].name;
        params.push_back(value_of(sources_[i], controls, time));
    }
    return nullptr;
}

void VoiceReader::read_voice(const EventControls& controls, const VoiceTime& time, const float* params,
                             const dsp::Recording* recording, graph::VoiceCommand& c) const {
    double sounding = time.event_seconds * controls.number(control::legato, 1);
    if (const auto sustain = controls.number(control::sustain)) sounding = *sustain;
    if (const auto hold = controls.number(control::hold))
        sounding = *hold + std::max(0.0, controls.number(control::attack, 0));
    c.duration = time.event_seconds;
    c.gate_frames = std::max<std::int64_t>(1, std::llround(sounding * time.rate));
    const std::int64_t later = lateness(params, time.rate);
    if (instrument_->is_sampler) {
        read_sampler(controls, time, *recording, later, c);
        place(controls, recording->channels == 2, c);
        return;
    }
    if (instrument_->has_envelope) {
        c.total_frames = length_of(params, c.gate_frames, time.rate) + later;
    } else {
        c.hold_frames = c.gate_frames + frames_of(controls.number(control::release, 0), time.rate) + later;
        c.total_frames = c.hold_frames + frames_of(release_seconds, time.rate);
    }
    place(controls, instrument_->output_channels == 2, c);
}

// How long a voice with envelopes sounds: the longest of them, with room for rounding.
std::int64_t VoiceReader::length_of(const float* params, std::int64_t gate, double rate) const {
    const graph::InstrumentPlan& i = *instrument_;
    const auto term = [&](int at) { return frames_of(static_cast<double>(evaluate(i.terms, at, params)), rate); };
    std::int64_t length = 1;
    if (i.length_after_gate >= 0) length = std::max(length, gate + term(i.length_after_gate));
    if (i.length_after_onset >= 0) length = std::max(length, term(i.length_after_onset));
    return length + dsp::quantum_frames;
}

// By how much the effects that the event sets give the sound later.
std::int64_t VoiceReader::lateness(const float* params, double rate) const {
    std::int64_t frames = 0;
    for (const graph::InstrumentPlan::Late& l : instrument_->late)
        if (params[l.param] > -1e5f) frames += frames_of(static_cast<double>(l.seconds), rate);
    return frames;
}

void VoiceReader::read_sampler(const EventControls& controls, const VoiceTime& time, const dsp::Recording& recording,
                               std::int64_t later, graph::VoiceCommand& c) const {
    const double speed = controls.number(control::speed, 1);
    c.recording = &recording;
    c.speed = speed * std::exp2(controls.semitones(false) / 12.0) * controls.number(control::harmonic, 1);
    c.begin = controls.number(control::begin, 0);
    c.end = controls.number(control::end, 1);
    c.accelerate = controls.number(control::accelerate, 0);
    c.loop = controls.number(control::loop, 0) > 1;
    const std::string_view unit = controls.text(control::unit);
    const double seconds = static_cast<double>(recording.length) / recording.rate;
    if (unit == "c") c.speed *= seconds * time.cycles_per_second;
    if (unit == "s" && speed != 0) c.speed = seconds / speed;
    const bool bounded = controls.has(control::legato) || controls.has(control::sustain) || controls.has(control::hold);
    const dsp::SamplerVoice voice = dsp::start_voice(recording, {.speed = c.speed,
                                                                 .begin = c.begin,
                                                                 .end = c.end,
                                                                 .loop = c.loop,
                                                                 .accelerate = c.accelerate,
                                                                 .duration = c.duration,
                                                                 .session_rate = time.rate});
    const std::int64_t natural = dsp::frames_until_end(voice);
    if (!bounded && !c.loop) {
        c.gate_frames = natural;
        c.total_frames = natural + later;
        return;
    }
    c.hold_frames = c.gate_frames + frames_of(controls.number(control::release, 0), time.rate) + later;
    c.total_frames = std::min(natural == dsp::forever ? natural : natural + later,
                              c.hold_frames + frames_of(release_seconds, time.rate));
}

void VoiceReader::place(const EventControls& controls, bool stereo, graph::VoiceCommand& c) const {
    double gain = controls.number(control::velocity, 1) * controls.number(control::amp, 1) *
                  controls.number(control::postgain, 1);
    if (instrument_->is_sampler || !has_gain_)
        gain *= controls.number(control::gain, 1) + controls.number(control::overgain, 0);
    c.gain = gain;
    c.placement = graph::placed(gain, controls.number(control::pan, 0.5), stereo);
}

}  // namespace phonon::engine
