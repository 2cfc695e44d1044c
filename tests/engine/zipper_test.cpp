// A pattern that steps in a parameter of an effect does not click: a low tone goes through the effect, the parameter
// steps, and nothing is heard far above the tone that is not heard there at other times.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "dsp/unit/table.hpp"
#include "hand_made.hpp"
#include "program_text.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

constexpr double rate = 48000;
constexpr double high_hertz = 6000;
constexpr std::size_t half_cycle = 48000;  // at half a cycle a second: a step each second

// What lies far above the tone: eight one-pole high-passes.
std::vector<double> far_above(std::vector<double> y) {
    const double k = std::exp(-2 * 3.14159265358979 * high_hertz / rate);
    for (int stage = 0; stage < 8; ++stage) {
        double before = y[0], out = 0;
        for (double& v : y) {
            const double in = v;
            out = k * (out + in - before);
            before = in;
            v = out;
        }
    }
    return y;
}

double largest(const std::vector<double>& x, std::size_t from, std::size_t to) {
    double most = 0;
    for (std::size_t i = from; i < to; ++i) most = std::max(most, std::abs(x[i]));
    return most;
}

double between(const dsp::Input& in, double x) {
    const auto low = static_cast<double>(in.low), high = static_cast<double>(in.high);
    return in.curve == dsp::Curve::logarithmic && low > 0 ? low * std::pow(high / low, x) : low + (high - low) * x;
}

std::string program_with_steps(const dsp::Facts& unit, int stepped) {
    std::string text = fmt::format("master: raw\nout $ sine 110 * 0.5 # {}", unit.name);
    for (int k = 0; k < unit.input_count(); ++k) {
        const dsp::Input& in = unit.inputs[k];
        if (in.kind == dsp::InputKind::audio && k > 0 && in.required) text += fmt::format(" :{} (sine 55)", in.name);
        if (in.kind == dsp::InputKind::trigger) text += fmt::format(" :{} \"t*2\"", in.name);
        if (in.kind == dsp::InputKind::sound) text += " \"click\"";
        if (in.kind != dsp::InputKind::param) continue;
        if (k == stepped)
            text += fmt::format(" :{} \"{:.6f} {:.6f}\"", in.name, between(in, 0.3), between(in, 0.7));
        else if (in.required)
            text += fmt::format(" :{} ({:.6f})", in.name, static_cast<double>(in.by_default));
    }
    return text + "\n";
}

// How loud the loudest click is, in dB below the tone's peak; very low where there is none.
double click_db(const std::string& program) {
    ClickSource none;
    const auto frames = rendered(program_from(program), none, 4 * half_cycle + 4800);
    std::vector<double> left;
    for (std::size_t i = 0; i < frames.size(); i += 2) left.push_back(static_cast<double>(frames[i]));
    const std::vector<double> high = far_above(left);
    double click = 0, usual = 0;
    for (std::size_t step = 2; step <= 4; ++step) {
        click = std::max(click, largest(high, step * half_cycle - 1, step * half_cycle + 2400));
        usual = std::max(usual, largest(high, step * half_cycle - 24000, step * half_cycle - 1));
    }
    return click <= 2 * usual ? -200 : 20 * std::log10(click / largest(left, half_cycle, left.size()));
}

// Its output is nothing but edges.
bool is_edged(std::string_view unit) { return unit == "schmidt"; }

}  // namespace

TEST_CASE("a step in a parameter of an effect does not click") {
    for (const dsp::UnitRow& row : dsp::units()) {
        const dsp::Facts& facts = *row.facts;
        if (facts.role != dsp::Role::effect || dsp::find_unit(facts.name) != &row) continue;
        if (facts.inputs[0].kind != dsp::InputKind::audio || is_edged(facts.name)) continue;
        for (int k = 0; k < facts.input_count(); ++k) {
            if (facts.inputs[k].kind != dsp::InputKind::param) continue;
            const double db = click_db(program_with_steps(facts, k));
            CAPTURE(facts.name);
            CAPTURE(facts.inputs[k].name);
            CHECK(db < -50);
        }
    }
}
