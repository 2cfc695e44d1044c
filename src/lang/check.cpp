#include "lang/check.hpp"

#include "lang/parser.hpp"
#include "lang/passes/definitions.hpp"
#include "lang/passes/evaluator.hpp"
#include "pattern/combine.hpp"

namespace phonon::lang {

namespace {

using passes::Kind;

// The patterns that play in a sound, wherever in its tree they stand.
pattern::Pattern events_in(const Program& program, const Signal& sound) {
    std::vector<pattern::Pattern> found;
    std::unordered_set<const SignalNode*> seen;
    std::vector<bool> entered(program.buses.size());
    std::vector<Signal> open{sound};
    while (!open.empty()) {
        const Signal tree = open.back();
        open.pop_back();
        passes::for_each_node(tree, seen, [&](const Signal& node) {
            if (node->op == SignalNode::Op::events) found.push_back(node->pattern);
            if (node->op != SignalNode::Op::bus) return;
            const auto bus = static_cast<std::size_t>(node->bus);
            if (!entered[bus] && program.buses[bus].signal) open.push_back(program.buses[bus].signal);
            entered[bus] = true;
        });
    }
    return pattern::stack(std::move(found));
}

}  // namespace

CheckResult check(std::string path, std::string text, const CheckOptions& options) {
    CheckResult result;
    passes::Report report(result.diagnostics);
    passes::Definitions definitions;
    passes::collect(definitions, std::move(path), std::move(text), options, report);

    passes::Evaluator evaluator(definitions, options, report, result.program);
    evaluator.evaluate_definitions();
    evaluator.evaluate_settings();
    evaluator.evaluate_outputs();
    evaluator.evaluate_commands();
    evaluator.finish_transforms();
    evaluator.build_instruments();
    evaluator.finish_transforms();
    evaluator.check_sounds();
    evaluator.check_unread_strings();
    evaluator.name_controls();
    if (!report.has_errors()) {
        evaluator.prune();
        evaluator.note_feedback();
        evaluator.warn_of_inaudible_stems();
    }
    result.kinds = evaluator.kinds();
    result.sources = std::move(definitions.sources);
    // The built-in instruments stand last, and have no faults.
    if (result.sources.back().path == "built-in instruments") result.sources.pop_back();
    result.diagnostics.sort();
    return result;
}

ExpressionResult check_expression(std::string text, const CheckOptions& options, Reading reading, std::string given) {
    ExpressionResult result;
    passes::Report report(result.diagnostics);
    passes::Definitions definitions;
    if (!given.empty()) passes::collect(definitions, "", std::move(given), options, report);
    const auto file = static_cast<std::uint16_t>(definitions.sources.size());
    definitions.sources.push_back({"", std::move(text)});
    const ExprPtr expression = parse_expression(definitions.sources.back().text, file, result.diagnostics);

    Program program;
    passes::Evaluator evaluator(definitions, options, report, program);
    evaluator.evaluate_definitions();
    const passes::Value value = evaluator.evaluate(*expression, evaluator.global_scope());
    if (value.is(Kind::signal)) {
        evaluator.finish_transforms();
        result.pattern = events_in(program, value.signal());
    } else {
        result.pattern = evaluator.pattern_of(value, {reading, dsp::Measure::none});
    }
    evaluator.check_sounds();
    if (report.has_errors()) result.pattern.reset();
    result.sources = std::move(definitions.sources);
    result.diagnostics.sort();
    return result;
}

}  // namespace phonon::lang
