// Stems on whose signal path no sound begins: patterns of values sent through effects. `saw # lpf 800` looks like a
// tone and is a ramp once a cycle, which no ear hears.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "lang/foreign_words.hpp"
#include "lang/passes/evaluator.hpp"

namespace phonon::lang::passes {

namespace {

using Op = SignalNode::Op;

// What the node makes its sound of: all inputs of a sum or a product, the audio inputs of an effect, none of a source.
std::vector<const SignalNode*> sound_inputs(const SignalNode& node) {
    std::vector<const SignalNode*> inputs;
    const bool function = node.unit->role == dsp::Role::math;
    for (std::size_t i = 0; i < node.inputs.size(); ++i) {
        if (function || node.unit->inputs[i].kind == dsp::InputKind::audio) inputs.push_back(node.inputs[i].get());
    }
    return inputs;
}

// What these say of a sound steers something else.
bool listens(const Facts& unit) noexcept {
    constexpr std::array<std::string_view, 5> followers{"amp_follower", "peak_follower", "pitch", "rms",
                                                        "zero_crossing"};
    return std::find(followers.begin(), followers.end(), unit.name) != followers.end();
}

}  // namespace

// A pattern found, or a follower, where a sound should begin; null where one does begin, or where there is nothing at
// all.
const SignalNode* Evaluator::values_in_place_of_sound(const Signal& stem) const {
    const SignalNode* pattern = nullptr;
    std::unordered_set<const SignalNode*> seen{stem.get()};
    std::vector<const SignalNode*> open{stem.get()};
    while (!open.empty()) {
        const SignalNode* node = open.back();
        open.pop_back();
        std::vector<const SignalNode*> inputs;
        switch (node->op) {
            case Op::number: continue;
            case Op::control:
            case Op::continuous:
                // Made fast enough, a pattern is a tone after all.
                if (written_at(node->span).find(' ') != std::string_view::npos && node->op == Op::continuous)
                    return nullptr;
                pattern = node;
                continue;
            case Op::bus: inputs = {program_.buses[static_cast<std::size_t>(node->bus)].signal.get()}; break;
            case Op::unit:
                if (listens(*node->unit)) {
                    pattern = node;
                    continue;
                }
                inputs = sound_inputs(*node);
                break;
            default: return nullptr;
        }
        if (inputs.empty()) return nullptr;
        for (const SignalNode* input : inputs)
            if (input != nullptr && seen.insert(input).second) open.push_back(input);
    }
    return pattern;
}

void Evaluator::warn_of_inaudible_stems() {
    for (const Stem& stem : program_.stems) {
        const SignalNode* found = values_in_place_of_sound(stem.signal);
        if (found == nullptr) continue;
        const std::string_view written = written_at(found->span);
        const Facts* named = unit_named(written);
        std::string message = "this pattern of values is no sound, and effects make none of it";
        std::string help = "values become a sound through a word: saw \"55 110\", note \"c e\" # s \"saw\"";
        if (found->op == Op::unit) {
            message =
                fmt::format("`{}` says something of a sound, to steer others by, and is no sound", found->unit->name);
            help = help_for_foreign_word(found->unit->name);
        } else if (named != nullptr && named->role == dsp::Role::oscillator) {
            message = fmt::format("`{}` without a frequency is a pattern, once a cycle, and no tone", written);
            help = fmt::format("a tone has a frequency: {} 110", written);
        }
        report_.say({Code::inaudible_stem, found->span, std::move(message), std::move(help), {}});
    }
}

}  // namespace phonon::lang::passes
