// Steps in the parameters of effects click: a filter's gain that jumps leaves an edge in the sound. So a pattern that
// steers effects alone begins to move on its exact frame and arrives a few milliseconds later. Oscillators, functions
// and triggers get their steps as they are: there the edge is what was meant.
#include <vector>

#include "compile/lowering.hpp"

namespace phonon::compile {
namespace {

using graph::IrNode;

// Times and counts stay steps: a delay that slides from one time to another is heard as a swoop of pitch. Delays lead
// over by themselves; a comb is played by its time, as a string by its length.
bool may_glide(dsp::Measure measure) noexcept {
    switch (measure) {
        case dsp::Measure::none:
        case dsp::Measure::hertz:
        case dsp::Measure::decibels:
        case dsp::Measure::semitones:
        case dsp::Measure::ratio: return true;
        case dsp::Measure::seconds:
        case dsp::Measure::cycles:
        case dsp::Measure::bits:
        case dsp::Measure::samples: break;
    }
    return false;
}

bool glides_into(const IrNode& user, std::size_t input) noexcept {
    if (user.kind != IrNode::Kind::unit || user.unit->facts->role != dsp::Role::effect) return false;
    const dsp::Input& in = user.unit->facts->inputs[input];
    return in.kind == dsp::InputKind::param && may_glide(in.measure);
}

}  // namespace

void ease_steps(Lowering& l) {
    std::vector<bool> used(l.ir.nodes.size()), stepped(l.ir.nodes.size());
    for (const IrNode& user : l.ir.nodes)
        for (std::size_t i = 0; i < user.inputs.size(); ++i) {
            if (user.inputs[i].node < 0) continue;
            const auto producer = static_cast<std::size_t>(user.inputs[i].node);
            used[producer] = true;
            if (!glides_into(user, i)) stepped[producer] = true;
        }
    for (std::size_t n = 0; n < l.ir.nodes.size(); ++n) {
        IrNode& node = l.ir.nodes[n];
        const bool steers = node.kind == IrNode::Kind::score && node.score == graph::ScoreKind::control;
        node.glides = steers && used[n] && !stepped[n];
    }
}

}  // namespace phonon::compile
