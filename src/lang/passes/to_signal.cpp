// Values as signals: what a unit's input or an output can take.
#include <fmt/format.h>

#include <algorithm>

#include "lang/passes/evaluator.hpp"
#include "pattern/combine.hpp"

namespace phonon::lang::passes {

namespace {

using Op = SignalNode::Op;

// A few cycles of a pattern, to see what it is. Bounded, so that a dense pattern costs no more than a plain one.
pattern::Events glimpse(const Pattern& p) {
    pattern::QueryContext context;
    context.budget = 2048;
    context.visits = 1 << 14;
    pattern::Events events;
    for (int cycle = 0; cycle < 4 && !context.exhausted; ++cycle) p.query({cycle, cycle + 1}, context, events);
    return events;
}

bool is_continuous(const pattern::Events& events) {
    return !events.empty() &&
           std::none_of(events.begin(), events.end(), [](const pattern::Event& e) { return e.whole.has_value(); });
}

// Two values at the same time.
bool has_overlap(pattern::Events events) {
    std::erase_if(events, [](const pattern::Event& e) { return !e.whole; });
    std::sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.part.begin < b.part.begin; });
    for (std::size_t i = 1; i < events.size(); ++i)
        if (events[i].part.begin < events[i - 1].part.end) return true;
    return false;
}

}  // namespace

bool has_several_at_once(const Pattern& p) { return has_overlap(glimpse(p)); }

std::string_view Evaluator::written_at(TextSpan span) const {
    return std::string_view(definitions_.sources[span.file].text).substr(span.begin, span.end - span.begin);
}

bool Evaluator::transformed(TextSpan span) const { return written_at(span).find('$') != std::string_view::npos; }

Signal Evaluator::pattern_signal(const Pattern& p, TextSpan span) {
    if (const pattern::Value* constant = p.pure_value()) return number_node(constant->number_or(0), span);
    const pattern::Events events = glimpse(p);
    if (is_continuous(events)) return pattern_node(Op::continuous, p, span);
    if (has_overlap(events)) {
        fault(Code::several_values, span, "a unit takes one value at a time, and this pattern has several at once",
              transformed(span) ? std::string(layers_inside_help)
                                : "several notes at once are played by events: note \"...\" # s \"...\"");
        return nullptr;
    }
    return pattern_node(Op::control, p, span);
}

Signal Evaluator::to_signal(const Value& v, dsp::Measure measure) {
    switch (v.kind()) {
        case Kind::error: return nullptr;
        case Kind::number:
        case Kind::pattern: {
            const auto p = pattern_of(v, {Reading::number, measure});
            return p ? pattern_signal(*p, v.span) : nullptr;
        }
        case Kind::events: return events_signal(*v.controls(), v.span);
        case Kind::signal: return v.signal();
        case Kind::chain:
            if (v.chain()->is_envelope)
                return to_signal(v.chain()->apply({Number{1, base::Fraction(1), NumberUnit::none}, v.span}));
            fault(Code::wrong_kind, v.span, "a signal is needed here, and this is an effect chain",
                  "feed a sound into it: x # effect");
            return nullptr;
        case Kind::controls:
            fault(Code::wrong_kind, v.span, "a signal is needed here, and this is controls",
                  "give the string itself (saw \"c4 e4\"), or play the controls: ... # s \"saw\"");
            return nullptr;
        default:
            fault(Code::wrong_kind, v.span, fmt::format("a signal is needed here, and this is {}", a_kind(v.kind())));
            return nullptr;
    }
}

Signal Evaluator::trigger_signal(const Value& v) {
    if (!v.is(Kind::pattern)) return to_signal(v);
    const auto p = pattern_of(v, {Reading::boolean, dsp::Measure::none});
    return p ? pattern_node(Op::trigger, *p, v.span) : nullptr;
}

// The unit `vowel` takes numbers, people write letters.
Signal Evaluator::vowel_signal(const Value& v) {
    const auto p = pattern_of(v, {Reading::raw, dsp::Measure::none});
    if (!p) return nullptr;
    constexpr std::string_view letters = "aeiou";
    if (v.pattern()->literal != nullptr) {
        for (const pattern::Event& e : glimpse(*p)) {
            const bool letter =
                e.value.as_text().size() == 1 && letters.find(e.value.as_text()) != std::string_view::npos;
            if (e.value.is_number() || letter) continue;
            fault(Code::not_a_number, v.span, fmt::format("`{}` is no vowel", e.value.as_text()),
                  "the vowels are a, e, i, o and u");
            return nullptr;
        }
    }
    return pattern_signal(pattern::with_value(*p,
                                              [letters](const pattern::Value& x) -> pattern::Value {
                                                  if (!x.is_text()) return x;
                                                  const std::size_t at = letters.find(x.as_text());
                                                  return at == std::string_view::npos ? 0.0 : static_cast<double>(at);
                                              }),
                          v.span);
}

Signal Evaluator::events_signal(const Controls& c, TextSpan span) {
    if (!c.origin.empty()) {
        auto at = origin_index_.find(c.origin);
        if (at == origin_index_.end()) {
            Controls own = c;
            own.origin.clear();
            Signal events = events_signal(own, span);
            if (!events) return nullptr;
            const auto state = buses_.find(c.origin);
            const bool known = state != buses_.end() && state->second.index >= 0;
            const int index = known ? state->second.index : static_cast<int>(program_.buses.size());
            if (!known) program_.buses.push_back({c.origin, span, nullptr});
            program_.buses[static_cast<std::size_t>(index)].signal = std::move(events);
            if (state != buses_.end()) state->second.index = index;
            at = origin_index_.emplace(c.origin, index).first;
        }
        return bus_node(at->second, span);
    }
    if (c.keyboard < 0 && is_continuous(glimpse(c.pattern))) {
        fault(Code::continuous_events, span, "a continuous pattern has values at every time but makes no events",
              "sample it so many times a cycle: segment 8 $ ...");
        return nullptr;
    }
    auto node = std::make_shared<SignalNode>();
    node->op = Op::events;
    node->pattern = c.pattern;
    node->keyboard = c.keyboard;
    node->span = span;
    for (const SignalControl& s : c.signals) {
        node->signal_controls.push_back(s.name);
        node->inputs.push_back(s.signal);
    }
    return node;
}

Signal Evaluator::math_unit(std::string_view name, std::vector<Signal> inputs, TextSpan span) {
    for (const Signal& input : inputs)
        if (!input) return nullptr;
    const Facts* unit = unit_named(name);
    if (unit == nullptr) {
        fault(Code::unknown_word, span, fmt::format("this build has no unit `{}`", name));
        return nullptr;
    }
    return unit_node(*unit, std::move(inputs), span);
}

}  // namespace phonon::lang::passes
