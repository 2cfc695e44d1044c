// Reads an event as the command that starts a voice of one instrument. Knows of no other voices.
#pragma once

#include <string>
#include <vector>

#include "engine/voice_events.hpp"
#include "graph/score.hpp"
#include "graph/voice_plan.hpp"

namespace phonon::engine {

// What the event's time means where it is played.
struct VoiceTime {
    double event_seconds = 0;
    double cycles_per_second = 0;
    double rate = 48000;  // of the session
};

class VoiceReader {
public:
    explicit VoiceReader(const graph::InstrumentPlan& instrument);

    const graph::InstrumentPlan& instrument() const noexcept { return *instrument_; }

    // Appends the instrument's parameters; the first that the event must set and does not, else null.
    const std::string* read_params(const EventControls& controls, const VoiceTime& time,
                                   std::vector<float>& params) const;
    // How long it sounds, how loud and where. `params`: those that were read. `recording`: of a sampler.
    void read_voice(const EventControls& controls, const VoiceTime& time, const float* params,
                    const dsp::Recording* recording, graph::VoiceCommand& command) const;

private:
    // Where a parameter comes from.
    struct Source {
        enum class From : std::uint8_t {
            signal,
            frequency,
            semitones,
            vowel,
            wave,
            resonance,
            duration,
            times_a_cycle,
            control
        };
        From from = From::control;
        pattern::ControlName name;
        float by_default = 0;  // NaN: the event must set it
    };
    static Source source_of(const graph::VoiceParam& p);
    static float value_of(const Source& source, const EventControls& controls, const VoiceTime& time);
    std::int64_t lateness(const float* params, double rate) const;
    std::int64_t length_of(const float* params, std::int64_t gate_frames, double rate) const;
    void read_sampler(const EventControls& controls, const VoiceTime& time, const dsp::Recording& recording,
                      std::int64_t later, graph::VoiceCommand& command) const;
    void place(const EventControls& controls, bool stereo, graph::VoiceCommand& command) const;

    const graph::InstrumentPlan* instrument_;
    std::vector<Source> sources_;
    bool has_gain_ = false;  // the instrument reads the event's gain itself
};

}  // namespace phonon::engine
