// What a misspelt word may have meant, from the words that could stand in its place.
#include "dsp/unit/table.hpp"
#include "lang/passes/evaluator.hpp"

namespace phonon::lang::passes {

namespace {

using Candidates = std::vector<std::string_view>;

void add_units(Candidates& into, bool with_input_only) {
    for (const dsp::UnitRow& row : dsp::units()) {
        const bool source = row.facts->role == dsp::Role::oscillator || row.facts->role == dsp::Role::source;
        if (!with_input_only || !source) into.push_back(row.facts->name);
    }
}

void add_words(Candidates& into, bool controls_only) {
    for (const Word& word : pattern::words()) {
        if (controls_only && word.kind != pattern::WordKind::control) continue;
        into.push_back(word.name);
        into.insert(into.end(), word.aliases.begin(), word.aliases.end());
    }
}

}  // namespace

std::string Evaluator::near_value(std::string_view word) const {
    Candidates all{"cyc", "in", "cc", "midi", "synth"};
    add_units(all, false);
    add_words(all, false);
    all.insert(all.end(), definitions_.parameter_names.begin(), definitions_.parameter_names.end());
    return std::string(base::nearest(word, all));
}

std::string Evaluator::near_effect(std::string_view word) const {
    Candidates all;
    add_units(all, true);
    add_words(all, true);
    all.insert(all.end(), definitions_.parameter_names.begin(), definitions_.parameter_names.end());
    return std::string(base::nearest(word, all));
}

std::string Evaluator::near_bus(std::string_view word) const {
    Candidates all;
    for (const auto& [name, statement] : definitions_.buses) all.push_back(name);
    const std::string_view near = base::nearest(word, all);
    return near.empty() ? std::string() : "~" + std::string(near);
}

std::string Evaluator::near_sound(std::string_view word) const {
    const std::vector<std::string> banks = options_.sound_names ? options_.sound_names() : std::vector<std::string>{};
    Candidates all(banks.begin(), banks.end());
    for (const dsp::UnitRow& row : dsp::units())
        if (row.facts->role == dsp::Role::oscillator) all.push_back(row.facts->name);
    for (const auto& [name, statement] : definitions_.synths) all.push_back(name);
    return std::string(base::nearest(word, all));
}

}  // namespace phonon::lang::passes
