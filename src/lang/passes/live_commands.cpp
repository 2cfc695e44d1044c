// Live commands: which stems they name, and what they carry.
#include <fmt/format.h>

#include <algorithm>

#include "lang/passes/evaluator.hpp"
#include "lang/statement_words.hpp"

namespace phonon::lang::passes {

namespace {

using Order = LiveCommand::Kind;

Order kind_of(std::string_view word) noexcept {
    constexpr std::pair<std::string_view, Order> kinds[] = {
        {"hush", Order::hush},
        {"unhush", Order::unhush},
        {"panic", Order::panic},
        {"solo", Order::solo},
        {"unsolo", Order::unsolo},
        {"mute", Order::mute},
        {"unmute", Order::unmute},
        {"once", Order::once},
        {"xfade", Order::xfade},
        {"jumpIn", Order::jump_in},
        {"resetCycles", Order::reset_cycles},
        {"setCycle", Order::set_cycle},
        {"nudge", Order::nudge},
    };
    const auto* at = std::find_if(std::begin(kinds), std::end(kinds), [&](const auto& k) { return k.first == word; });
    return at->second;
}

bool replaces_stem(Order kind) noexcept { return kind == Order::xfade || kind == Order::jump_in; }

}  // namespace

// d3, or 3 as in Tidal.
bool Evaluator::read_stem(const Expr& e, LiveCommand& command) {
    const std::string& source = definitions_.sources[e.span.file].text;
    const std::string written = source.substr(e.span.begin, e.span.end - e.span.begin);
    const bool name = e.type == Expr::Type::word && e.arguments.empty() && e.keywords.empty();
    const auto number = stem_number(name ? written : "d" + written);
    const bool known = number && *number <= stem_count && (*number > 0 || written == "out");
    if (known) {
        command.stems.push_back(*number);
    } else if (e.type != Expr::Type::error) {
        fault(Code::bad_stem, e.span, fmt::format("there is no stem `{}`", written),
              fmt::format("the stems are `out` and `d1` to `d{}`", stem_count));
    }
    return known;
}

bool Evaluator::read_command(const Statement& s, LiveCommand& command) {
    if (command.kind == Order::set_cycle || command.kind == Order::nudge) {
        const bool cycle = command.kind == Order::set_cycle;
        const Value v = evaluate(*s.arguments[0], global_);
        if (v.is_error()) return false;
        const auto measure = cycle ? dsp::Measure::cycles : dsp::Measure::seconds;
        const bool number = v.is(Kind::number) && fits(v.number().unit, measure);
        if (!number || (cycle && v.number().value < 0)) {
            fault(Code::bad_setting, v.span,
                  fmt::format("`{}` takes {}", s.name, cycle ? "the number of a cycle" : "a time in seconds"),
                  cycle ? "as in setCycle 8" : "as in nudge 0.01, or nudge -10ms");
            return false;
        }
        command.seconds = cycle ? 0 : in_measure(v.number(), measure);
        if (cycle) command.cycles = v.number().exact.value_or(base::Fraction::from_double(v.number().value));
        return command.cycles.valid();
    }
    bool good = true;
    std::size_t stems = s.arguments.size();
    if (replaces_stem(command.kind)) {
        stems = 1;
        command.cycles = command.kind == Order::xfade ? 2 : 1;  // as Tidal's xfade and jump
        if (s.arguments.size() > 1) {
            const Value v = evaluate(*s.arguments[1], global_);
            const bool number = v.is(Kind::number) && v.number().unit == NumberUnit::none;
            if (number && v.number().value >= 0) {
                command.cycles = v.number().exact.value_or(base::Fraction::from_double(v.number().value));
                good = command.cycles.valid();
            } else {
                good = false;
                if (!v.is_error()) {
                    fault(Code::bad_setting, v.span, fmt::format("`{}` takes a number of cycles here", s.name),
                          fmt::format("as in {}", find_command(s.name)->usage));
                }
            }
        }
    }
    for (std::size_t i = 0; i < stems && i < s.arguments.size(); ++i)
        good = read_stem(*s.arguments[i], command) && good;
    return good;
}

void Evaluator::evaluate_commands() {
    for (const Statement* s : definitions_.commands) {
        if (!options_.live) {
            report_.say({Code::command_in_render,
                         s->head_span,
                         fmt::format("`{}` is a live command and does nothing here", s->name),
                         "it is obeyed by `phonon live`",
                         {}});
        }
        LiveCommand command;
        command.kind = kind_of(s->name);
        command.span = s->span;
        bool good = read_command(*s, command);
        if (s->value) {
            const Value v = evaluate(*s->value, scope_of(*s, {}, false));
            command.signal = through(definitions_.all, output_signal(v, s->name, s->value->span));
            good = good && command.signal != nullptr;
        }
        if (good) program_.commands.push_back(std::move(command));
    }
}

}  // namespace phonon::lang::passes
