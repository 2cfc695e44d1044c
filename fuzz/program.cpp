// libFuzzer: any bytes through the whole front end, and what it makes asked for its events. Nothing may crash, hang or
// grow without bound; a program without errors has no null signals.
#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>
#include <vector>

#include "lang/check.hpp"

using namespace phonon;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

// The events of two cycles, within the limits that the engine has too, scaled down.
void ask(const pattern::Pattern& pattern) {
    pattern::QueryContext context;
    context.budget = 2048;
    context.visits = 1 << 14;
    pattern::Events events;
    for (int cycle = 0; cycle < 2; ++cycle) pattern.query({cycle, cycle + 1}, context, events);
    for (const pattern::Event& e : events) (void)e.value.to_json();
}

void walk(const lang::Signal& root) {
    require(root != nullptr);
    std::vector<const lang::SignalNode*> open{root.get()};
    std::set<const lang::SignalNode*> seen;
    while (!open.empty()) {
        const lang::SignalNode* node = open.back();
        open.pop_back();
        if (!seen.insert(node).second || seen.size() > 1000) continue;
        using Op = lang::SignalNode::Op;
        const bool patterned =
            node->op == Op::control || node->op == Op::continuous || node->op == Op::trigger || node->op == Op::events;
        if (patterned) ask(node->pattern);
        for (const lang::Signal& input : node->inputs) {
            require(input != nullptr);
            open.push_back(input.get());
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    lang::CheckOptions options;
    options.read_file = [](const std::string&) { return std::nullopt; };
    const lang::CheckResult result =
        lang::check("fuzz.ph", std::string(reinterpret_cast<const char*>(data), size), options);
    for (const base::Diagnostic& d : result.diagnostics.all()) (void)base::to_text(d, result.sources);
    if (result.diagnostics.has_errors()) return 0;
    for (const lang::Bus& bus : result.program.buses) walk(bus.signal);
    for (const lang::Stem& stem : result.program.stems) walk(stem.signal);
    for (const auto& [name, instrument] : result.program.instruments) walk(instrument.body);
    if (const auto* tempo = std::get_if<pattern::Pattern>(&result.program.tempo)) ask(*tempo);
    return 0;
}
