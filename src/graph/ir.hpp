// The graph as the compiler describes it: nodes that name their inputs, no order, no memory. Made once, turned into a
// Plan, thrown away.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dsp/unit/prepared_sound.hpp"
#include "dsp/unit/table.hpp"
#include "graph/voice_plan.hpp"
#include "pattern/pattern.hpp"

namespace phonon::graph {

struct IrInput {
    int node = -1;  // the producer; -1: the constant `value`
    float value = 0;
    int delay = 0;  // in quanta; 1 on the edges that close a loop
};

inline IrInput from_node(int node, int delay = 0) { return {node, 0, delay}; }
inline IrInput from_value(float value) { return {-1, value, 0}; }

// What a score feeds (score.hpp).
enum class ScoreKind : std::uint8_t {
    control,     // numbers held from event to event
    trigger,     // truths as a gate signal
    continuous,  // a pattern without events, evaluated at every frame
    tempo,       // seconds a cycle
    latest,      // what the last event of an events node set a control to
    fader,       // how loud the stem named by `control` is let into a master chain
};

// Long enough that no effect clicks, short enough that none is heard to lag: 5.3 ms at 48 kHz.
inline constexpr int glide_frames = 256;

struct IrNode {
    enum class Kind : std::uint8_t {
        unit,     // a DSP unit
        score,    // a signal that the director writes ahead
        events,   // a bank of voices that the director starts and stops
        port,     // one of the outputs of a bank: 0 what its voices sound like, then what they send to effects
        sum,      // all inputs, added in order
        silence,  // nothing (a device input where there is no device)
    };
    Kind kind = Kind::silence;
    const dsp::UnitRow* unit = nullptr;
    ScoreKind score = ScoreKind::control;
    pattern::Pattern pattern;  // score, events
    int bank = -1;             // events: index into Ir::banks
    int ports = 1;             // events: stereo outputs side by side; read through port nodes where there are several
    int port = 0;              // port: which
    int events = -1;           // score, latest: the events node
    std::string control;       // score, latest: the control; fader: the stem; unit: the sound that it is given by name
    std::shared_ptr<const dsp::PreparedSound> sound;  // unit: that sound, once it is loaded; null: none
    float by_default = 0;                             // score, latest: before any event set it
    bool glides = false;          // score, control: goes over to a new value in glide_frames instead of at once
    std::vector<IrInput> inputs;  // events: the bank's outer signals
    int channels = 1;             // 1 or 2
    // What a hot swap put in (reconcile.hpp): it only leads over to inputs[target], and is no more needed from quantum
    // `over` on.
    int target = -1;
    std::int64_t over = INT64_MAX;
    int bus = 0;            // index into Ir::bus_names: who is named when something goes wrong here
    std::uint64_t key = 0;  // where it stands in the program: the seed of its randomness, its name over a hot swap
};

struct IrStem {
    std::string name;
    int node = -1;
};

// Where the definition of a name ends: what is found again after an edit, whatever was changed inside.
struct IrRoot {
    std::string name;  // "~drums", "d1", "master", and the one below
    int node = -1;
};
inline constexpr std::string_view sum_of_stems = "sum of stems";

struct Ir {
    std::vector<IrNode> nodes;
    std::vector<VoiceBankPlan> banks;
    std::vector<std::string> bus_names;
    std::vector<IrStem> stems;  // in the order in which they are summed
    std::vector<IrRoot> roots;
    int master = -1;  // the node that the device hears, before DC block and limiter
};

}  // namespace phonon::graph
