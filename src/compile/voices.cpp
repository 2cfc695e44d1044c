// Instruments to voice plans: one voice's tree as a list of steps, its parameters, and how long it will sound.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "compile/lowering.hpp"
#include "compile/voice_effects.hpp"
#include "graph/voice_bank.hpp"

namespace phonon::compile {
namespace {

using graph::InstrumentPlan;
using graph::LengthTerm;
using graph::VoiceInput;
using lang::Signal;
using lang::SignalNode;
using Op = SignalNode::Op;

class VoiceLowering {
public:
    VoiceLowering(Lowering& l, InstrumentPlan& plan, std::vector<graph::IrInput>& outer)
        : l_(l), plan_(plan), outer_(outer) {}

    VoiceInput lower(const Signal& root) {
        std::vector<const Signal*> open{&root};
        while (!open.empty()) {
            const Signal& tree = *open.back();
            if (made_.contains(tree.get())) {
                open.pop_back();
                continue;
            }
            bool ready = true;
            if (belongs_to_voice(*tree))
                for (auto in = tree->inputs.rbegin(); in != tree->inputs.rend(); ++in)
                    if (!made_.contains(in->get())) {
                        open.push_back(&*in);
                        ready = false;
                    }
            if (!ready) continue;
            made_.emplace(tree.get(), make(tree));
            open.pop_back();
        }
        return made_.at(root.get());
    }

    int param(const std::string& name, float by_default) {
        for (std::size_t p = 0; p < plan_.params.size(); ++p)
            if (plan_.params[p].name == name) return static_cast<int>(p);
        plan_.params.push_back({name, by_default, -1});
        return static_cast<int>(plan_.params.size()) - 1;
    }

    // Every envelope in the voice says how long it sounds; the voice ends with the last of them.
    void measure_length() {
        for (const auto& [tree, input] : made_) {
            (void)input;
            if (tree->op != Op::unit || tree->unit->role != dsp::Role::envelope) continue;
            plan_.has_envelope = true;
            extend(plan_.length_after_gate, sum_of_inputs(*tree, tree->unit->after_gate));
            extend(plan_.length_after_onset, sum_of_inputs(*tree, tree->unit->after_onset));
        }
    }

    int add_step(std::string_view unit, std::vector<VoiceInput> inputs) {
        graph::VoiceStep step;
        step.unit = dsp::find_unit(unit);
        const dsp::Facts& facts = *step.unit->facts;
        for (int i = 0; i < facts.input_count(); ++i) {
            if (i < static_cast<int>(inputs.size()))
                step.inputs.push_back(inputs[static_cast<std::size_t>(i)]);
            else if (facts.inputs[i].kind == dsp::InputKind::gate)
                step.inputs.push_back({VoiceInput::From::gate, 0, 0});
            else
                step.inputs.push_back({VoiceInput::From::constant, facts.inputs[i].by_default, 0});
        }
        step.channels = facts.shape == dsp::Shape::pair ? 2 : 1;
        for (const VoiceInput& in : step.inputs) step.channels = std::max(step.channels, channels_of(in));
        plan_.steps.push_back(std::move(step));
        return static_cast<int>(plan_.steps.size()) - 1;
    }

    // The voice's own effects behind `sound`: those whose controls can be set.
    VoiceInput add_effects(VoiceInput sound) {
        for (const VoiceEffect& effect : voice_effects()) {
            if (!can_be_set(effect.params[0].control)) continue;
            std::vector<VoiceInput> inputs{sound};
            for (int p = 0; p < effect.param_count; ++p) {
                const VoiceEffectParam& e = effect.params[p];
                if (e.control.empty())
                    inputs.push_back({VoiceInput::From::constant, e.by_default, 0});
                else
                    inputs.push_back(control(std::string(e.control), e.by_default));
            }
            const VoiceInput switched = inputs[1];
            if (const float latency = dsp::find_unit(effect.unit)->facts->latency; latency > 0)
                plan_.late.push_back({switched.index, latency});
            if (!effect.sweep.empty()) inputs[1] = swept(inputs[1], std::string(effect.sweep));
            const VoiceInput wet = step(effect.unit, std::move(inputs));
            sound = step("when_set", {sound, wet, switched});
        }
        return add_envelope(sound);
    }

    // The pitch of the note, moved by what the controls say.
    void move_pitch() {
        VoiceInput pitch = control("freq", std::numeric_limits<float>::quiet_NaN());
        const bool own_glide = std::any_of(plan_.params.begin(), plan_.params.end(),
                                           [](const graph::VoiceParam& p) { return p.name == "accelerate"; });
        if (can_be_set("accelerate") && !own_glide) {
            const VoiceInput one{VoiceInput::From::constant, 1, 0};
            const VoiceInput end = step("add", {one, control("accelerate", 0)});
            pitch = step("mul", {pitch, step("line", {one, end, control("dur", 0)})});
        }
        if (can_be_set("penv") || can_be_set("pattack") || can_be_set("pdecay") || can_be_set("psustain") ||
            can_be_set("prelease") || can_be_set("vib"))
            pitch =
                step("bend", {pitch, control("penv", not_set), control("pattack", not_set), control("pdecay", not_set),
                              control("psustain", not_set), control("prelease", not_set), control("pcurve", 0),
                              control("panchor", not_set), control("vib", not_set), control("vibmod", 0.5f)});
        if (can_be_set("fmi"))
            pitch = step("fm_pitch", {pitch, control("fmi", not_set), control("fmh", 1), control("fmattack", not_set),
                                      control("fmdecay", not_set), control("fmsustain", not_set),
                                      control("fmrelease", not_set), control("fmwave", 0)});
        pitch_ = pitch;
    }

    // attack, decay, sustainlevel and release over the event's gate, which `hold` makes as long as itself.
    VoiceInput add_envelope(VoiceInput sound) {
        const bool falls = can_be_set("decay") || can_be_set("sustainlevel");
        if (!falls && !can_be_set("attack") && !can_be_set("release")) return sound;
        const VoiceInput attack = control("attack", not_set), release = control("release", not_set);
        VoiceInput any = step("max", {attack, release});
        VoiceInput shaped;
        if (falls) {
            // An instrument may have a decay of its own, which is what the event means then.
            const VoiceInput decay = control("decay", not_set), level = control("sustainlevel", 1);
            any = step("max", {any, decay});
            shaped = step("adsr", {sound, attack, decay, level, release});
        } else {
            shaped = step("asr", {sound, attack, release});
        }
        return step("when_set", {sound, shaped, any});
    }

    void add_sends() {
        for (const std::string& control : sends_of(l_)) plan_.sends.push_back(param(control, 0.0f));
    }

private:
    bool can_be_set(std::string_view name) const { return l_.controls().contains(name); }
    VoiceInput control(const std::string& name, float by_default) {
        return {VoiceInput::From::param, 0, param(name, by_default)};
    }
    VoiceInput step(std::string_view unit, std::vector<VoiceInput> inputs) {
        return {VoiceInput::From::step, 0, add_step(unit, std::move(inputs))};
    }

    // The frequency of a filter, moved by the controls whose names begin with `prefix`.
    VoiceInput swept(VoiceInput frequency, const std::string& prefix) {
        const char* moving[] = {"env", "attack", "decay", "sustain", "release", "rate", "sync"};
        if (std::none_of(std::begin(moving), std::end(moving), [&](const char* m) { return can_be_set(prefix + m); }))
            return frequency;
        std::vector<VoiceInput> inputs{frequency};
        for (const char* name : {"env", "attack", "decay", "sustain", "release"})
            inputs.push_back(control(prefix + name, not_set));
        inputs.push_back(control("fanchor", 0));
        inputs.push_back(step("max", {control(prefix + "rate", not_set), control(prefix + "sync", not_set)}));
        inputs.push_back(control(prefix + "depth", not_set));
        return step("sweep", std::move(inputs));
    }

    // Patterns and buses are outside: one sound for all voices. Numbers, parameters and units are the voice's own.
    static bool belongs_to_voice(const SignalNode& tree) { return tree.op == Op::unit || tree.op == Op::cycles; }

    VoiceInput make(const Signal& tree) {
        switch (tree->op) {
            case Op::number: return {VoiceInput::From::constant, static_cast<float>(tree->number), 0};
            case Op::voice_param:
                if (tree->name == "freq" && pitch_) return *pitch_;
                return {VoiceInput::From::param, 0, param(tree->name, std::numeric_limits<float>::quiet_NaN())};
            case Op::voice_gate: return {VoiceInput::From::gate, 0, 0};
            case Op::unit: {
                std::vector<VoiceInput> inputs;
                for (const Signal& in : tree->inputs) inputs.push_back(made_.at(in.get()));
                const int at = add_step(tree->unit->name, std::move(inputs));
                plan_.steps.back().sound_name = tree->name;
                return {VoiceInput::From::step, 0, at};
            }
            default: break;
        }
        if (outer_.size() >= graph::max_outer_inputs) return {VoiceInput::From::constant, 0, 0};
        outer_.push_back(lower_tree(l_, tree));
        return {VoiceInput::From::outer, 0, static_cast<int>(outer_.size()) - 1};
    }

    // Outer signals are read in mono or stereo as they come; a step is stereo where a step before it is.
    int channels_of(const VoiceInput& in) const {
        if (in.from == VoiceInput::From::step) return plan_.steps[static_cast<std::size_t>(in.index)].channels;
        return 1;
    }

    int add_term(LengthTerm t) {
        plan_.terms.push_back(t);
        return static_cast<int>(plan_.terms.size()) - 1;
    }

    // Numbers, parameters, and sums and products of them; anything that moves counts with the input's default.
    int term_of(const SignalNode& tree, float otherwise, int depth = 0) {
        if (tree.op == Op::number) return add_term({LengthTerm::Op::constant, static_cast<float>(tree.number), 0, 0});
        if (tree.op == Op::voice_param)
            return add_term({LengthTerm::Op::param, 0, param(tree.name, std::numeric_limits<float>::quiet_NaN()), 0});
        if (tree.op == Op::unit && depth < 16 && tree.inputs.size() >= 2 &&
            (tree.unit->name == "add" || tree.unit->name == "mul")) {
            const int a = term_of(*tree.inputs[0], otherwise, depth + 1);
            const int b = term_of(*tree.inputs[1], otherwise, depth + 1);
            return add_term({tree.unit->name == "add" ? LengthTerm::Op::add : LengthTerm::Op::multiply, 0, a, b});
        }
        return add_term({LengthTerm::Op::constant, otherwise, 0, 0});
    }

    int sum_of_inputs(const SignalNode& envelope, std::string_view names) {
        int sum = -1;
        while (!names.empty()) {
            const std::size_t end = std::min(names.find(' '), names.size());
            const std::string_view name = names.substr(0, end);
            names.remove_prefix(std::min(end + 1, names.size()));
            for (int i = 0; i < envelope.unit->input_count(); ++i) {
                if (envelope.unit->inputs[i].name != name) continue;
                const int term =
                    term_of(*envelope.inputs[static_cast<std::size_t>(i)], envelope.unit->inputs[i].by_default);
                sum = sum < 0 ? term : add_term({LengthTerm::Op::add, 0, sum, term});
            }
        }
        return sum;
    }

    void extend(int& length, int term) {
        if (term < 0) return;
        length = length < 0 ? term : add_term({LengthTerm::Op::maximum, 0, length, term});
    }

    Lowering& l_;
    InstrumentPlan& plan_;
    std::vector<graph::IrInput>& outer_;
    std::unordered_map<const SignalNode*, VoiceInput> made_;
    std::optional<VoiceInput> pitch_;  // what the parameter `freq` is where it moves
};

// What every voice has, whatever its source.
void finish(InstrumentPlan& plan, VoiceLowering& voice) {
    plan.output = voice.add_effects(plan.output);
    plan.output_channels = plan.output.from == VoiceInput::From::step
                               ? plan.steps[static_cast<std::size_t>(plan.output.index)].channels
                               : 1;
    voice.add_sends();
}

InstrumentPlan lower_instrument(Lowering& l, const lang::Instrument& instrument, std::vector<graph::IrInput>& outer) {
    InstrumentPlan plan;
    plan.name = instrument.name;
    VoiceLowering voice(l, plan, outer);
    for (const lang::InstrumentParam& p : instrument.params)
        voice.param(p.name, p.by_default ? static_cast<float>(*p.by_default) : std::numeric_limits<float>::quiet_NaN());
    if (std::any_of(plan.params.begin(), plan.params.end(), [](const auto& p) { return p.name == "freq"; }))
        voice.move_pitch();
    plan.output = voice.lower(instrument.body);
    voice.measure_length();
    finish(plan, voice);
    return plan;
}

InstrumentPlan lower_sampler(Lowering& l, std::vector<graph::IrInput>& outer) {
    InstrumentPlan plan;
    plan.is_sampler = true;
    VoiceLowering voice(l, plan, outer);
    plan.steps.push_back({nullptr, {}, 2});
    plan.output = {VoiceInput::From::step, 0, 0};
    finish(plan, voice);
    return plan;
}

// A parameter that is read from an outer signal at the onset. Every voice has gain and pan; an instrument that reads
// the gain itself does with it what it wants.
void follow_signal(InstrumentPlan& plan, const std::string& control, int outer) {
    const auto named = [&](const graph::VoiceParam& p) { return p.name == control; };
    auto at = std::find_if(plan.params.begin(), plan.params.end(), named);
    const bool own = at != plan.params.end();
    if (!own && control != "gain" && control != "pan") return;
    if (!own) at = plan.params.insert(at, {control, control == "gain" ? 1.0f : 0.5f, -1});
    at->outer = outer;
    const auto param = static_cast<int>(at - plan.params.begin());
    if (control == "gain" && !own) plan.onset_gain = param;
    if (control == "pan") plan.onset_pan = param;
}

}  // namespace

graph::VoiceBankPlan lower_voices(Lowering& l, const SignalNode& events, std::vector<graph::IrInput>& outer) {
    graph::VoiceBankPlan bank;
    // A voice that gives way keeps its lane while it fades: without lanes to spare the new one could not begin.
    constexpr int fading_batches = 4;
    bank.batches = (l.options.polyphony + dsp::voice_lanes - 1) / dsp::voice_lanes + fading_batches;
    bank.stem = l.ir.bus_names[static_cast<std::size_t>(l.current_bus)];
    bank.early = l.controls().contains("nudge");
    // The first outer inputs are the signals that controls read at each onset: the tree's inputs, already made.
    for (const Signal& in : events.inputs) outer.push_back(l.made.at(in.get()));
    bank.instruments.push_back(lower_sampler(l, outer));
    for (const auto& [name, instrument] : l.program.instruments) {
        (void)name;
        bank.instruments.push_back(lower_instrument(l, instrument, outer));
    }
    for (InstrumentPlan& i : bank.instruments)
        for (std::size_t c = 0; c < events.signal_controls.size(); ++c)
            follow_signal(i, events.signal_controls[c], static_cast<int>(c));
    return bank;
}

}  // namespace phonon::compile
