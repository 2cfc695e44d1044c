#include "graph/voice_plan.hpp"

#include <algorithm>
#include <cmath>

namespace phonon::graph {

bool same_voice(const InstrumentPlan& a, const InstrumentPlan& b) {
    const auto same_input = [](const VoiceInput& x, const VoiceInput& y) {
        return x.from == y.from && x.value == y.value && x.index == y.index;
    };
    const auto same_param = [](const VoiceParam& x, const VoiceParam& y) {
        return x.name == y.name && x.outer == y.outer &&
               (x.by_default == y.by_default || (std::isnan(x.by_default) && std::isnan(y.by_default)));
    };
    const auto same_step = [&](const VoiceStep& x, const VoiceStep& y) {
        return x.unit == y.unit && x.channels == y.channels && x.sound == y.sound &&
               std::equal(x.inputs.begin(), x.inputs.end(), y.inputs.begin(), y.inputs.end(), same_input);
    };
    return a.is_sampler == b.is_sampler && same_input(a.output, b.output) && a.sends == b.sends &&
           a.onset_gain == b.onset_gain && a.onset_pan == b.onset_pan &&
           std::equal(a.params.begin(), a.params.end(), b.params.begin(), b.params.end(), same_param) &&
           std::equal(a.steps.begin(), a.steps.end(), b.steps.begin(), b.steps.end(), same_step);
}

bool reads_outside(const InstrumentPlan& p) {
    const auto outer = [](const VoiceInput& in) { return in.from == VoiceInput::From::outer; };
    return outer(p.output) ||
           std::any_of(p.params.begin(), p.params.end(), [](const VoiceParam& x) { return x.outer >= 0; }) ||
           std::any_of(p.steps.begin(), p.steps.end(),
                       [&](const VoiceStep& s) { return std::any_of(s.inputs.begin(), s.inputs.end(), outer); });
}

void shift_outer(InstrumentPlan& p, int by) {
    const auto shift = [by](VoiceInput& in) {
        if (in.from == VoiceInput::From::outer) in.index += by;
    };
    shift(p.output);
    for (VoiceParam& x : p.params)
        if (x.outer >= 0) x.outer += by;
    for (VoiceStep& s : p.steps)
        for (VoiceInput& in : s.inputs) shift(in);
}

}  // namespace phonon::graph
