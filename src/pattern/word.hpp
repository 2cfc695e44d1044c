// The table of pattern words: one row a word, made beside its code in words/<topic>.cpp. The checker, `phonon doc`,
// completion, the generated reference and the tests read these rows and nothing else.
#pragma once

#include <functional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "pattern/pattern.hpp"

namespace phonon::pattern {

using Transform = std::function<Pattern(const Pattern&)>;

// What a parameter of a word takes.
enum class ParamKind : std::uint8_t {
    number,     // a pattern of numbers (a constant, a mini-notation string, any pattern)
    time,       // as number, but kept exact: "1/3" is a third
    boolean,    // a pattern of truths ("t ~ f", "1 0")
    word,       // a pattern of words (arp modes, names)
    pattern,    // any pattern at all, controls and events included
    transform,  // a function of patterns: `(fast 2)`, `rev`
    list,       // `[a, b, c]` of anything; each item arrives as an Arg of its own
    choices,    // as list; an item may have a name: `["verse", s "bd*4"]`, an Arg that is a list of the two
    constant,   // one plain number, fixed when the program is read
    text,       // one plain string, not read as mini-notation
};

struct Param {
    std::string_view name;
    ParamKind kind;
    std::string_view doc;
    std::string_view by_default = {};  // as it would be written; empty: the argument is required
};

struct Arg;
using ArgList = std::vector<Arg>;
struct Arg {
    std::variant<Pattern, Transform, ArgList, double, std::string> held;

    // Inside a list any kind may stand where a word expects another: then these are silence, the transform that changes
    // nothing, no items, 0 and "".
    const Pattern& pattern() const { return held_or<Pattern>(); }
    const Transform& transform() const {
        static const Transform same = [](const Pattern& p) { return p; };
        const auto* f = std::get_if<Transform>(&held);
        return f != nullptr ? *f : same;
    }
    const ArgList& list() const { return held_or<ArgList>(); }
    double constant() const { return held_or<double>(); }
    const std::string& text() const { return held_or<std::string>(); }

private:
    template <class T>
    const T& held_or() const {
        static const T none{};
        const auto* found = std::get_if<T>(&held);
        return found != nullptr ? *found : none;
    }
};

// What a word is once its parameters are given.
enum class WordKind : std::uint8_t {
    pattern,    // `run 8`, `rand`, `stack [a, b]`: a pattern
    transform,  // `fast 2`: takes one more pattern and gives a pattern
    control,    // `gain "1 0.5"`: a pattern of one control; after `#` it sets that control
};

struct Word {
    std::string_view name;
    std::vector<std::string_view> aliases;
    std::string_view topic;    // the file's topic: "time", "random", ...
    std::string_view summary;  // one line, ends with a full stop
    WordKind kind;
    std::vector<Param> params;
    std::string_view example;  // a program text that a test runs
    std::vector<std::string_view> see_also;
    // A pattern-kind word gives its pattern for an empty target; a transform-kind word transforms `target`.
    // Arguments are complete (defaults filled in) and of the kinds that `params` names.
    std::function<Pattern(std::span<const Arg> args, const Pattern& target)> apply;
    // Layering words (jux, off, superimpose, echo ...) give the layers apart, so that a transformed *sound* can be
    // copied per layer (LANGUAGE.md 5). Null for all other words: they keep the sound one and transform the patterns in
    // it.
    std::vector<Transform> (*layers)(std::span<const Arg> args) = nullptr;
    // A continuous pattern makes no events by itself (sine, rand): it has values at every time but no onsets.
    bool continuous = false;
    // A transform that is also written behind `#`, where it reads as a control: n "0 2" # scale "c:minor".
    bool follows_hash = false;
};

std::span<const Word> words() noexcept;                 // sorted by name
const Word* find_word(std::string_view name) noexcept;  // by name or alias

}  // namespace phonon::pattern
