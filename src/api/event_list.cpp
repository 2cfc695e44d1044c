#include "api/event_list.hpp"

#include "api/piano_roll.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace phonon::api {
namespace {

using base::Fraction;
using pattern::Event;
using pattern::TimeSpan;

struct NamedPattern {
    std::string name;
    pattern::Pattern pattern;
};

std::optional<Fraction> read_time(std::string_view text) {
    const std::size_t bar = text.find('/');
    const auto above = Fraction::from_decimal(text.substr(0, bar));
    if (bar == std::string_view::npos || !above) return above;
    const auto below = Fraction::from_decimal(text.substr(bar + 1));
    if (!below) return std::nullopt;
    const Fraction ratio = *above / *below;
    return ratio.valid() ? std::optional(ratio) : std::nullopt;
}

// The patterns that play sounds below one signal, first to last; a bus is listed by itself.
void collect(const lang::Signal& root, const std::string& name, std::vector<NamedPattern>& out) {
    std::vector<const lang::SignalNode*> waiting{root.get()};
    std::set<const lang::SignalNode*> seen;
    while (!waiting.empty()) {
        const lang::SignalNode* node = waiting.back();
        waiting.pop_back();
        if (node == nullptr || !seen.insert(node).second) continue;
        if (node->op == lang::SignalNode::Op::events) out.push_back({name, node->pattern});
        for (auto input = node->inputs.rbegin(); input != node->inputs.rend(); ++input) waiting.push_back(input->get());
    }
}

// Asked cycle by cycle, so that each cycle has the budget that it has when it is played.
void ask(const pattern::Pattern& p, const TimeSpan& cycles, const pattern::QueryContext& fresh, EventListing& all) {
    for (Fraction begin = cycles.begin; begin < cycles.end;) {
        const Fraction end = std::min(begin.floor() + Fraction(1), cycles.end);
        const pattern::QueryContext context = fresh;
        pattern::Events some;
        p.query({begin, end}, context, some);
        if (context.exhausted) {
            all.crowded = begin.floor();
            return;
        }
        if (context.overflowed && !all.inexact) all.inexact = begin.floor();
        const auto key = [](const Event& e) {
            return std::make_tuple(e.part.begin, e.part.end, e.whole_or_part().begin, e.whole_or_part().end);
        };
        std::sort(some.begin(), some.end(), [&](const Event& a, const Event& b) {
            return key(a) != key(b) ? key(a) < key(b) : a.value.to_json() < b.value.to_json();
        });
        std::move(some.begin(), some.end(), std::back_inserter(all.events));
        begin = end;
    }
}

std::string span_json(const TimeSpan& span) {
    return fmt::format("[\"{}\",\"{}\"]", span.begin.to_string(), span.end.to_string());
}

// "{"n":3,"s":"bd"}" is shown as: n 3, s bd
std::string value_text(const pattern::Value& value) {
    if (!value.is_controls()) return value.is_text() ? std::string(value.as_text()) : value.to_json();
    std::string out;
    for (const auto& [name, v] : value.as_controls())
        out += fmt::format("{}{} {}", out.empty() ? "" : ", ", name.text(), value_text(v));
    return out;
}

}  // namespace

std::string event_json(const Event& e) {
    return fmt::format("{{\"whole\":{},\"part\":{},\"value\":{}}}", e.whole ? span_json(*e.whole) : "null",
                       span_json(e.part), e.value.to_json());
}

std::string event_text(const Event& e) {
    const TimeSpan& span = e.whole_or_part();
    std::string out =
        fmt::format("{:>7} - {:<7} {}", span.begin.to_string(), span.end.to_string(), value_text(e.value));
    if (!e.whole)
        out += "  (continuous)";
    else if (*e.whole != e.part)
        out += fmt::format("  (heard {} - {})", e.part.begin.to_string(), e.part.end.to_string());
    return out;
}

namespace {

std::string json_of(const std::vector<EventListing>& listings, const TimeSpan& cycles) {
    std::string out = fmt::format("{{\"cycles\":{},\"sources\":[", span_json(cycles));
    for (const EventListing& l : listings) {
        out += fmt::format("{}\n{{\"name\":{},\"events\":[", &l == listings.data() ? "" : ",",
                           pattern::Value::text(l.name).to_json());
        for (const Event& e : l.events) out += fmt::format("{}\n{}", &e == l.events.data() ? "" : ",", event_json(e));
        out += "]}";
    }
    return out + "]}\n";
}

std::string text_of(const std::vector<EventListing>& listings) {
    std::string out;
    for (const EventListing& l : listings) {
        if (!l.name.empty()) out += fmt::format("{}:\n", l.name);
        for (const Event& e : l.events) out += event_text(e) + "\n";
    }
    return out;
}

std::vector<EventListing> list(const std::vector<NamedPattern>& patterns, const TimeSpan& cycles,
                               const pattern::QueryContext& context) {
    std::vector<EventListing> listings;
    for (const NamedPattern& p : patterns) {
        if (listings.empty() || listings.back().name != p.name) listings.push_back({p.name, {}, {}, {}});
        ask(p.pattern, cycles, context, listings.back());
    }
    return listings;
}

Outcome shown(const std::vector<EventListing>& listings, const TimeSpan& cycles, phonon_form form) {
    Outcome out;
    for (const EventListing& l : listings) {
        const std::string who = l.name.empty() ? "the pattern" : "a pattern of " + l.name;
        if (l.crowded)
            return Outcome::fault(PHONON_PROGRAM_ERROR,
                                  fmt::format("{} makes more than 65,536 events in cycle {}", who, l.crowded->num()));
        if (l.inexact)
            out.diagnostics += fmt::format(
                "phonon: {} has times in cycle {} that are too fine or too far to be exact; "
                "events are left out\n",
                who, l.inexact->num());
    }
    out.text = form == PHONON_JSON  ? json_of(listings, cycles)
               : form == PHONON_SVG ? piano_roll(listings, cycles)
                                    : text_of(listings);
    return out;
}

}  // namespace

std::optional<TimeSpan> read_cycles(std::string_view text) {
    const std::size_t colon = text.find(':');
    const bool pair = colon != std::string_view::npos;
    const auto begin = pair ? read_time(text.substr(0, colon)) : Fraction(0);
    const auto end = read_time(pair ? text.substr(colon + 1) : text);
    if (!begin || !end || !(*begin < *end)) return std::nullopt;
    const Fraction length = *end - *begin;
    if (!length.valid() || Fraction(10'000) < length) return std::nullopt;
    return TimeSpan{*begin, *end};
}

std::vector<EventListing> events_of(const lang::Program& program, const TimeSpan& cycles) {
    std::vector<NamedPattern> patterns;
    for (const lang::Bus& bus : program.buses) collect(bus.signal, "~" + bus.name, patterns);
    for (const lang::Stem& stem : program.stems) collect(stem.signal, stem.name, patterns);

    pattern::QueryContext context;
    context.seed = program.seed;
    if (const auto* tempo = std::get_if<Fraction>(&program.tempo)) context.cycles_per_second = tempo->to_double();
    return list(patterns, cycles, context);
}

Outcome program_events(const Settings& settings, const Source& source, const TimeSpan& cycles, phonon_form form) {
    auto checked = check_program(settings, source);
    if (!checked) return Outcome::fault(PHONON_FILE_ERROR, checked.error());
    Outcome refused = outcome_of(*checked, settings);
    if (refused.status != PHONON_DONE) return refused;

    Outcome out = shown(events_of(checked->result.program, cycles), cycles, form);
    out.diagnostics = refused.diagnostics + out.diagnostics;
    return out;
}

Outcome expression_events(const Settings& settings, std::string_view expression, const TimeSpan& cycles,
                          phonon_form form) {
    lang::CheckOptions options;
    options.tidal_octaves = settings.tidal_octaves;
    lang::ExpressionResult checked = lang::check_expression(std::string(expression), options);
    Outcome out;
    if (checked.pattern && !checked.diagnostics.has_errors())
        out = shown(list({{"", *checked.pattern}}, cycles, {}), cycles, form);
    else
        out.status = PHONON_PROGRAM_ERROR;
    out.diagnostics = diagnostics_text(checked.diagnostics, checked.sources, settings) + out.diagnostics;
    return out;
}

}  // namespace phonon::api
