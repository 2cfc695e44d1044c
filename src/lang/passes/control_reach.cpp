// Which controls can reach the events of each bus and stem: those named in its definition and in all that it uses.
//
// Voices get only the effects that can be asked for. Asking for `room` in one stem must not change the voices of
// another, which may be sounding while the program is edited.
#include "lang/lexer.hpp"
#include "lang/passes/evaluator.hpp"

namespace phonon::lang::passes {
namespace {

using Names = std::set<std::string, std::less<>>;

// The buses that a string of mini-notation names.
void add_buses_in(std::string_view text, Names& buses) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != '~' && text[at] != '^') continue;
        std::size_t end = at + 1;
        while (end < text.size() && (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
            ++end;
        if (end > at + 1) buses.emplace(text.substr(at + 1, end - at - 1));
    }
}

// Words (by the control that they name, where they name one) and buses of one statement.
void add_names_of(const Statement& s, const Definitions& definitions, Names& words, Names& buses) {
    const std::string_view text = definitions.sources[s.span.file].text;
    base::Diagnostics ignored;
    const std::string_view part = text.substr(s.span.begin, s.span.end - s.span.begin);
    for (const Token& t : tokenize(part, 0, ignored).tokens) {
        const std::string_view token = part.substr(t.span.begin, t.span.end - t.span.begin);
        if (t.type == Token::Type::text) add_buses_in(token, buses);
        if (t.type == Token::Type::bus) buses.emplace(token.substr(1));
        if (t.type != Token::Type::word) continue;
        const pattern::Word* word = pattern::find_word(token);
        if (word == nullptr || word->kind != pattern::WordKind::control)
            words.emplace(token);
        else if (word->params.size() == 1)
            words.emplace(word->name);
        else
            words.merge(controls_set_by(*word));
    }
}

}  // namespace

Names controls_set_by(const pattern::Word& word) {
    if (word.params.size() == 1) return {std::string(word.name)};
    const std::vector<pattern::Arg> ones(word.params.size(), pattern::Arg{pattern::pure(1.0)});
    pattern::QueryContext context;
    pattern::Events events;
    word.apply(ones, pattern::silence()).query({0, 1}, context, events);
    Names names;
    for (const pattern::Event& e : events)
        if (e.value.is_controls())
            for (const auto& [name, value] : e.value.as_controls()) names.emplace(name.text());
    return names;
}

Names Evaluator::controls_reaching(const Statement& s) const {
    Names words, open, seen;
    add_names_of(s, definitions_, words, open);
    if (definitions_.all != nullptr) add_names_of(*definitions_.all, definitions_, words, open);
    while (!open.empty()) {
        const std::string name = *open.begin();
        open.erase(open.begin());
        if (!seen.insert(name).second) continue;
        if (const auto bus = definitions_.buses.find(name); bus != definitions_.buses.end())
            add_names_of(*bus->second, definitions_, words, open);
    }
    Names reaching;
    for (const std::string& control : set_controls_)
        if (words.contains(control)) reaching.insert(control);
    return reaching;
}

void Evaluator::name_controls() {
    program_.controls = set_controls_;
    for (Stem& stem : program_.stems) {
        stem.controls = set_controls_;
        for (const Statement* s : definitions_.stems)
            if (s->number == stem.number) stem.controls = controls_reaching(*s);
    }
    // A copy under a transform is also set by whatever the transform sets, which stands with its user.
    for (Bus& bus : program_.buses) {
        const auto s = definitions_.buses.find(bus.name);
        bus.controls = s == definitions_.buses.end() ? set_controls_ : controls_reaching(*s->second);
    }
}

}  // namespace phonon::lang::passes
