// One voice as a flat list of steps, each run for 16 voices at once.
//
// Immutable. Where the voice reads from outside (a pattern or a bus inside an instrument), the bank's node has an
// outer input whose frames are given to all lanes alike.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "dsp/unit/prepared_sound.hpp"
#include "dsp/unit/table.hpp"

namespace phonon::graph {

struct VoiceInput {
    enum class From : std::uint8_t { constant, step, param, gate, outer };
    From from = From::constant;
    float value = 0;
    int index = 0;  // of the step, the param, the outer input
};

struct VoiceStep {
    const dsp::UnitRow* unit = nullptr;  // null: the sampler, which has no inputs
    std::vector<VoiceInput> inputs;
    int channels = 1;
    std::string sound_name;                           // of a unit that is given a recording
    std::shared_ptr<const dsp::PreparedSound> sound;  // that recording, once it is loaded; null: none
};

// How long a voice sounds, worked out by the director before it starts: a small expression over its parameters.
struct LengthTerm {
    enum class Op : std::uint8_t { constant, param, add, multiply, maximum };
    Op op = Op::constant;
    float value = 0;
    int index = 0;   // param, or the first operand
    int second = 0;  // the second operand
};

struct VoiceParam {
    std::string name;      // the control that it reads
    float by_default = 0;  // used where the event does not set it; NaN: the event must
    int outer = -1;        // >= 0: the outer input that is read at the onset instead
};

struct InstrumentPlan {
    std::string name;  // as in `s`; "" for the sampler
    bool is_sampler = false;
    std::vector<VoiceParam> params;
    std::vector<VoiceStep> steps;
    VoiceInput output;  // what is heard
    // Effects that give the sound later, where the event sets the param: so much longer does the voice sound.
    struct Late {
        int param;
        float seconds;
    };
    std::vector<Late> late;
    std::vector<int> sends;  // for each further port of the bank: the param that says how much goes there
    // Params that signals set at the onset: what the voice's gain is multiplied with, where it is placed. -1: none.
    int onset_gain = -1, onset_pan = -1;
    int output_channels = 1;
    bool has_envelope = false;  // else the director fades the voice when its gate closes
    // Seconds: after the onset whatever the gate does, and after the gate has closed. -1: none.
    std::vector<LengthTerm> terms;
    int length_after_onset = -1;  // index into terms
    int length_after_gate = -1;
    // A hot swap took the instrument away while voices of it sounded: none starts any more, and from this quantum on
    // none sounds.
    bool retired = false;
    std::int64_t over = INT64_MAX;
};

// Whether voices of one can go on as voices of the other.
bool same_voice(const InstrumentPlan& a, const InstrumentPlan& b);

// Whether its voices read outer inputs of the bank; and the same voices where those inputs stand `by` places later.
bool reads_outside(const InstrumentPlan& p);
void shift_outer(InstrumentPlan& p, int by);

struct VoiceBankPlan {
    std::vector<InstrumentPlan> instruments;
    int batches = 16;  // of 16 voices, for each instrument
    std::string stem;  // cut groups are per stem
    // Whether an event may be nudged to before its time: patterns are asked ahead then.
    bool early = false;
};

}  // namespace phonon::graph
