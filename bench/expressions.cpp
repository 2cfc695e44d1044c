// How long queries of expressions take, and which events they give: one JSON line for each line `name<TAB>expression`
// of the input. What bench/strudel compares Strudel with.
//
//     bench_expressions [SECONDS] <LINES       each expression is asked cycle by cycle for so long; 0.3 unless given
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iostream>
#include <string>

#include "lang/check.hpp"

namespace {

using namespace phonon;
using Clock = std::chrono::steady_clock;

constexpr int listed_cycles = 16;
constexpr int rounds = 8;

std::string span_json(const pattern::TimeSpan& span) {
    return fmt::format("[\"{}\",\"{}\"]", span.begin.to_string(), span.end.to_string());
}

std::string events_json(const pattern::Pattern& p) {
    std::string out;
    for (int cycle = 0; cycle < listed_cycles; ++cycle) {
        for (const auto& e : p.query({cycle, cycle + 1}))
            out += fmt::format("{}{{\"whole\":{},\"part\":{},\"value\":{}}}", out.empty() ? "" : ",",
                               e.whole ? span_json(*e.whole) : "null", span_json(e.part), e.value.to_json());
    }
    return "[" + out + "]";
}

struct Timing {
    double seconds_a_cycle = 1e300;  // of the best round: other work on the machine counts least there
    double events_a_cycle = 0;
};

Timing measure(const pattern::Pattern& p, double seconds) {
    Timing best;
    std::int64_t cycle = 0, events = 0;
    for (int round = 0; round < rounds; ++round) {
        const std::int64_t first = cycle;
        const auto begin = Clock::now();
        double spent = 0;
        do {
            for (int i = 0; i < 16; ++i, ++cycle)
                events += static_cast<std::int64_t>(p.query({pattern::Time(cycle), pattern::Time(cycle + 1)}).size());
            spent = std::chrono::duration<double>(Clock::now() - begin).count();
        } while (spent < seconds / rounds);
        best.seconds_a_cycle = std::min(best.seconds_a_cycle, spent / static_cast<double>(cycle - first));
    }
    best.events_a_cycle = static_cast<double>(events) / static_cast<double>(cycle);
    return best;
}

}  // namespace

int main(int count, char** texts) {
    const double seconds = count > 1 ? std::stod(texts[1]) : 0.3;
    for (std::string line; std::getline(std::cin, line);) {
        const auto tab = line.find('\t');
        if (tab == std::string::npos) continue;
        const std::string name = line.substr(0, tab);
        const auto checked = lang::check_expression(line.substr(tab + 1));
        if (!checked.pattern) {
            for (const auto& d : checked.diagnostics.all())
                fmt::print(stderr, "{}\n", base::to_text(d, checked.sources));
            return 1;
        }
        const Timing timing = measure(*checked.pattern, seconds);
        fmt::print("{{\"name\":{},\"seconds\":{},\"events\":{},\"list\":{}}}\n", pattern::Value::text(name).to_json(),
                   timing.seconds_a_cycle, timing.events_a_cycle, events_json(*checked.pattern));
    }
    return 0;
}
