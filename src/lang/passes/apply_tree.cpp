// A transform on its way through the tree of a sound (LANGUAGE.md 5): it reaches every pattern, in parameters as in
// events. Patterns of numbers travel as one hidden control, so that whatever a transform does to events it does to
// them.
//
// A sound that is no events (an oscillator, noise) has no events to be panned, made quieter or sent through a unit.
// What would happen to its events is found by sending a probe through the transform, one event a cycle that carries
// nothing.
#include <fmt/format.h>

#include <algorithm>

#include "lang/passes/evaluator.hpp"
#include "pattern/combine.hpp"
#include "pattern/operators.hpp"

namespace phonon::lang::passes {

namespace {

using Op = SignalNode::Op;
using pattern::ControlName;

constexpr std::size_t route_limit = 6;  // each doubles the voices' nodes

const ControlName& carrier() {
    static const ControlName name("~value");
    return name;
}

Pattern lifted(const pattern::Transform& f, const Pattern& p) {
    const Pattern carried =
        pattern::with_value(p, [](const pattern::Value& v) { return pattern::Value::control(carrier(), v); });
    return pattern::with_value(f(carried), [](const pattern::Value& v) {
        const pattern::Value* found = v.find(carrier());
        return found != nullptr ? *found : pattern::Value();
    });
}

Pattern without_mark(const Pattern& p, ControlName mark) {
    return pattern::with_value(p, [mark](const pattern::Value& v) {
        pattern::ControlMap kept = v.as_controls();
        std::erase_if(kept, [mark](const auto& control) { return control.first == mark; });
        return pattern::Value::controls(std::move(kept));
    });
}

// The values of one control of the probe, where any of its events has it.
std::optional<Pattern> from_probe(const Pattern& probe, std::string_view control, double otherwise) {
    const ControlName name(control);
    pattern::QueryContext context;
    context.budget = 4096;
    bool any = false;
    for (int cycle = 0; cycle < 32 && !any; ++cycle) {
        pattern::Events events;
        probe.query({cycle, cycle + 1}, context, events);
        any = std::any_of(events.begin(), events.end(),
                          [&](const pattern::Event& e) { return e.value.find(name) != nullptr; });
    }
    if (!any) return std::nullopt;
    return pattern::with_value(probe, [name, otherwise](const pattern::Value& v) {
        const pattern::Value* found = v.find(name);
        return pattern::Value(found != nullptr ? found->number_or(otherwise) : otherwise);
    });
}

}  // namespace

Application* Evaluator::application(const TransformPtr& stage, int layer) {
    std::string key = layer < 0 ? stage->key : fmt::format("{} {}", stage->key, layer + 1);
    auto& slot = applications_[key];
    if (!slot) {
        slot = std::make_unique<Application>();
        slot->key = std::move(key);
        slot->stage = stage;
        slot->layer = layer;
    }
    return slot.get();
}

Application* Evaluator::control_application(const ControlsPtr& controls, const std::string& name) {
    for (int number = 1;; ++number) {
        std::string key = number == 1 ? "# " + name : fmt::format("# {} {}", name, number);
        auto& slot = applications_[key];
        if (slot && slot->controls != controls) continue;
        if (!slot) {
            slot = std::make_unique<Application>();
            slot->key = std::move(key);
            slot->controls = controls;
        }
        return slot.get();
    }
}

const Application::Change& Evaluator::change_of(Application& a, bool events, TextSpan span) {
    auto& change = events ? a.events : a.other;
    if (change) return *change;
    change.emplace();
    if (!a.stage) return *change;
    Target target;
    target.type = events ? Target::Type::events : Target::Type::other;
    target.span = span;
    if (a.layer < 0) {
        change->apply = bind(*a.stage, target);
    } else if (const auto layers = a.stage->layers(target);
               layers && static_cast<std::size_t>(a.layer) < layers->size()) {
        change->apply = (*layers)[static_cast<std::size_t>(a.layer)];
    }
    change->routes = std::move(target.routes);
    change->pure_control = std::move(target.pure_control);
    if (!events && change->apply) {
        a.probe = (*change->apply)(pattern::pure(pattern::Value::controls({})));
        a.gain = from_probe(*a.probe, "gain", 1);
        a.pan = from_probe(*a.probe, "pan", 0.5);
    }
    return *change;
}

// One walk through one tree.
class TreeMap {
public:
    TreeMap(Evaluator& evaluator, Application& a, TextSpan span, Evaluator::Mapping& found)
        : evaluator_(evaluator), a_(a), span_(span), found_(found) {}

    Signal run(const Signal& tree, bool on_path) {
        Rewriter rewriter([this](const Signal& node, bool path, std::vector<Signal> inputs) {
            return rebuild(node, path, std::move(inputs));
        });
        Signal made = rewriter.run(tree, on_path);
        return failed_ ? nullptr : made;
    }

private:
    Signal rebuild(const Signal& node, bool on_path, std::vector<Signal> inputs) {
        if (failed_) return node;
        switch (node->op) {
            case Op::control:
            case Op::continuous:
            case Op::trigger: return parameter(node);
            case Op::events: return events(node, std::move(inputs));
            case Op::bus: {
                const int copy = evaluator_.copied_bus(node->bus, a_, on_path, span_);
                if (copy < 0) return fail(node);
                found_.copies.push_back(copy);
                return bus_node(copy, node->span);
            }
            case Op::number:
            case Op::cycles: return with_inputs(node, std::move(inputs));
            default: break;
        }
        bool source = on_path && !a_.controls;
        for (std::size_t i = 0; i < inputs.size(); ++i) source = source && !carries_sound(*node, i);
        Signal made = with_inputs(node, std::move(inputs));
        if (!source) return made;
        made = evaluator_.map_source(a_, made, span_, found_);
        return made ? made : fail(node);
    }

    Signal fail(const Signal& node) {
        failed_ = true;
        return node;
    }

    Signal parameter(const Signal& node) {
        if (a_.controls) return node;
        const auto& change = evaluator_.change_of(a_, false, span_);
        if (!change.apply) return fail(node);
        found_.found_pattern = found_.changed = true;
        const Pattern p = lifted(*change.apply, node->pattern);
        if (node->op == Op::trigger) return pattern_node(Op::trigger, p, node->span);
        Signal made = evaluator_.pattern_signal(p, span_);
        return made ? made : fail(node);
    }

    Signal events(const Signal& node, std::vector<Signal> inputs) {
        Controls c;
        c.pattern = node->pattern;
        c.keyboard = node->keyboard;
        c.sounds = true;
        for (std::size_t i = 0; i < inputs.size(); ++i)
            c.signals.push_back({node->signal_controls[i], std::move(inputs[i])});
        Signal made = evaluator_.map_events(a_, c, node->span, span_, found_);
        return made ? made : fail(node);
    }

    Evaluator& evaluator_;
    Application& a_;
    TextSpan span_;
    Evaluator::Mapping& found_;
    bool failed_ = false;
};

Signal Evaluator::map_tree(Application& a, const Signal& tree, bool on_path, TextSpan span, Mapping& found) {
    return TreeMap(*this, a, span, found).run(tree, on_path);
}

Signal Evaluator::map_events(Application& a, const Controls& c, TextSpan node_span, TextSpan span, Mapping& found) {
    found.found_pattern = found.found_events = found.changed = true;
    if (a.controls) {
        const Value merged = combine_controls(pattern::Op::set, pattern::Structure::in, make_controls(c, node_span),
                                              {a.controls, span}, node_span);
        return merged.is_error() ? nullptr : events_signal(*merged.controls(), node_span);
    }
    const Application::Change& change = change_of(a, true, span);
    if (!change.apply) return nullptr;
    Controls made = c;
    made.pattern = (*change.apply)(c.pattern);
    return change.routes.empty() ? events_signal(made, node_span) : routed(made, change.routes, 0, span);
}

// Events without the mark play as they are, events with it through the unit.
Signal Evaluator::routed(const Controls& c, const std::vector<Route>& routes, std::size_t next, TextSpan span) {
    if (routes.size() > route_limit) {
        fault(Code::expansion_too_large, span,
              fmt::format("a transform can send events through {} units at most", route_limit));
        return nullptr;
    }
    const Route& route = routes[routes.size() - 1 - next];
    Controls past = c, touched = c;
    past.origin.clear();
    touched.origin.clear();
    past.pattern = pattern::filter_values(
        c.pattern, [mark = route.mark](const pattern::Value& v) { return v.find(mark) == nullptr; });
    touched.pattern =
        without_mark(pattern::filter_values(
                         c.pattern, [mark = route.mark](const pattern::Value& v) { return v.find(mark) != nullptr; }),
                     route.mark);
    const bool last = next + 1 == routes.size();
    Signal dry = last ? events_signal(past, span) : routed(past, routes, next + 1, span);
    Signal inner = last ? nullptr : routed(touched, routes, next + 1, span);
    if (!dry || (!last && !inner)) return nullptr;
    const Value in = last ? make_controls(std::move(touched), span) : Value(std::move(inner), span);
    Signal wet = to_signal(route.chain->apply(in));
    return wet ? math_unit("add", {std::move(dry), std::move(wet)}, span) : nullptr;
}

Signal Evaluator::map_source(Application& a, const Signal& source, TextSpan span, Mapping& found) {
    const Application::Change& change = change_of(a, false, span);
    if (!change.apply) return nullptr;
    if (has_several_at_once(*a.probe)) {
        fault(Code::several_values, span,
              fmt::format("`{}` would play copies of this sound over each other, at times", a.key),
              std::string(layers_inside_help));
        return nullptr;
    }
    Signal made = source;
    const auto steer = [&](const Pattern& p) { return pattern_node(Op::control, p, span); };
    for (const Route& route : change.routes) {
        const auto level = [&](double touched, double past) {
            return steer(pattern::with_value(*a.probe, [mark = route.mark, touched, past](const pattern::Value& v) {
                return pattern::Value(v.find(mark) != nullptr ? touched : past);
            }));
        };
        Signal wet = to_signal(route.chain->apply({made, span}));
        if (!wet) return nullptr;
        made = math_unit(
            "add", {math_unit("mul", {std::move(wet), level(1, 0)}, span), math_unit("mul", {made, level(0, 1)}, span)},
            span);
        if (!made) return nullptr;
    }
    if (a.gain) made = math_unit("mul", {made, steer(*a.gain)}, span);
    if (a.pan && made) {
        const Facts* pan = unit_named("pan");
        if (pan == nullptr) {
            fault(Code::unknown_word, span, "this build has no unit `pan`");
            return nullptr;
        }
        Slots slots(static_cast<std::size_t>(pan->input_count()));
        slots[0] = Value(made, span);
        slots[1] = Value(steer(*a.pan), span);
        const Value panned = build_unit(*pan, slots, false, span);
        made = panned.is_error() ? nullptr : panned.signal();
    }
    if (made != source) found.found_pattern = found.changed = true;
    return made;
}

}  // namespace phonon::lang::passes
