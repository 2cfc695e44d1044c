#include "signal_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace phonon::lang {

namespace {

std::string first_cycle(const pattern::Pattern& p) {
    std::string text;
    pattern::Events events = p.query({0, 1});
    std::stable_sort(events.begin(), events.end(),
                     [](const auto& a, const auto& b) { return a.part.begin < b.part.begin; });
    for (const pattern::Event& e : events) {
        if (!e.has_onset()) continue;
        const base::Fraction at = e.part.begin;
        const std::string place =
            at.den() == 1 ? fmt::format("{}", at.num()) : fmt::format("{}/{}", at.num(), at.den());
        text += fmt::format("{}{}@{}", text.empty() ? "" : " ", e.value.to_json(), place);
    }
    return "{" + text + "}";
}

}  // namespace

std::string to_text(const Signal& signal, const Program& program) {
    using Op = SignalNode::Op;
    if (!signal) return "null";
    const SignalNode& n = *signal;
    std::string inputs;
    for (const Signal& input : n.inputs) inputs += (inputs.empty() ? "" : ", ") + to_text(input, program);
    switch (n.op) {
        case Op::number: return fmt::format("{:.4g}", n.number);
        case Op::control: return first_cycle(n.pattern);
        case Op::continuous: return "continuous";
        case Op::trigger: return "trigger" + first_cycle(n.pattern);
        case Op::events: {
            std::string signals;
            for (std::size_t i = 0; i < n.inputs.size(); ++i) {
                signals += fmt::format(" {}={}", n.signal_controls[i], to_text(n.inputs[i], program));
            }
            const std::string keys = n.keyboard < 0 ? "" : fmt::format("keys of channel {} playing ", n.keyboard);
            return keys + "events" + first_cycle(n.pattern) + signals;
        }
        case Op::unit: return fmt::format("{}({})", n.unit->name, inputs);
        case Op::bus: return "~" + program.buses[static_cast<std::size_t>(n.bus)].name;
        case Op::voice_param: return "param " + n.name;
        case Op::voice_gate: return "gate";
        case Op::cycle_gate: return "each cycle";
        case Op::chain_input: return "input";
        case Op::cycles: return fmt::format("cyc({})", inputs);
        case Op::device_input: return fmt::format("in {}", n.bus);
        case Op::controller: return fmt::format("cc {} {}", n.bus, n.number);
    }
    return "";
}

std::string faults_of(const std::string& program, const CheckOptions& options) {
    std::string text;
    const CheckResult result = check("test.ph", program, options);
    for (const base::Diagnostic& d : result.diagnostics.all()) {
        text += fmt::format("{}{} {}", text.empty() ? "" : "; ", base::row_of(d.code).code, d.message);
    }
    return text;
}

std::string sound_of(const std::string& program) {
    const CheckResult result = check("test.ph", program);
    if (result.diagnostics.has_errors()) return "error: " + result.diagnostics.all()[0].message;
    if (result.program.stems.empty()) return "none";
    return to_text(result.program.stems[0].signal, result.program);
}

std::string bus_of(const std::string& program, const std::string& name) {
    const CheckResult result = check("test.ph", program);
    if (result.diagnostics.has_errors()) return "error: " + result.diagnostics.all()[0].message;
    for (const Bus& bus : result.program.buses)
        if (bus.name == name) return to_text(bus.signal, result.program);
    return "none";
}

std::string instrument_of(const std::string& program, const std::string& name) {
    const CheckResult result = check("test.ph", program);
    if (result.diagnostics.has_errors()) return "error: " + result.diagnostics.all()[0].message;
    const auto at = result.program.instruments.find(name);
    if (at == result.program.instruments.end()) return "none";
    return (at->second.has_envelope ? "enveloped " : "") + to_text(at->second.body, result.program);
}

}  // namespace phonon::lang
