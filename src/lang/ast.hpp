// The syntax tree: what was written, with places, before anybody asks what it means.
//
// Pipes stay flat here (LANGUAGE.md 4: they are folded by kind later). Brackets are kept, so that the formatter can
// write the program back. The parser never gives up: what it cannot read becomes an `error` expression whose
// diagnostic has been reported.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/fraction.hpp"
#include "base/text_span.hpp"

namespace phonon::lang {

using base::TextSpan;

enum class NumberUnit : std::uint8_t { none, milliseconds, seconds, hertz, kilohertz, decibels, semitones };

enum class Operator : std::uint8_t {
    add,
    subtract,
    multiply,
    divide,
    modulo,
    power,
    // Pipes, all of one level, read left to right.
    hash,         // #
    dollar,       // $
    shift_early,  // <~
    shift_late,   // ~>
    // Tidal's structure operators: |+ +| |+| and so for - * / % ** ++ > <
    structure,
};

// For Operator::structure: what is done to the values, and whose structure stays.
enum class StructureFunction : std::uint8_t { add, subtract, multiply, divide, modulo, power, append, set, keep };
enum class StructureSide : std::uint8_t { left, right, both, squeeze };

struct OperatorUse {
    Operator op = Operator::add;
    StructureFunction function = StructureFunction::add;
    StructureSide side = StructureSide::left;
    TextSpan span;
};

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct KeywordArgument {
    std::string name;
    TextSpan name_span;
    ExprPtr value;
};

struct PipeStep {
    OperatorUse op;
    ExprPtr right;
};

struct Expr {
    enum class Type : std::uint8_t {
        number,         // 1  -1.5  1/8  200ms
        text,           // "..."
        word,           // lpf, or a parameter of a function; called with `arguments` and `keywords` if it has any
        bus,            // ~name, likewise
        list,           // [a, b]: `items`
        bracket,        // ( a ): items[0]
        negate,         // -a: items[0]
        binary,         // items[0] op items[1]; op is arithmetic
        compose,        // items[0] . items[1] . ...
        pipes,          // items[0], then `steps`
        left_section,   // (op a): items[0], all that stands behind op, pipes included: (# speed 2 # gain 0.5)
        right_section,  // (a op): items[0], all that stands before op
        operator_word,  // (+) or (|+|) alone, where a word takes an operator
        error,          // unreadable; reported
    };
    Type type = Type::error;
    bool faulty = false;       // reported as broken: looked into for further faults, but no value
    TextSpan span;             // of a call: with its arguments; of brackets and sections: with the brackets
    std::uint32_t height = 1;  // levels of the tree from here down, at most tree_height_limit: recursion is safe

    // number
    double number = 0;
    std::optional<base::Fraction> exact;  // absent where the number does not fit a fraction
    NumberUnit unit = NumberUnit::none;
    // word, bus: the name (without ~); text: the content without quotes, at byte text_begin of the file
    std::string name;
    TextSpan name_span;  // of the name alone (with ~), or of the string's content
    std::vector<ExprPtr> arguments;
    std::vector<KeywordArgument> keywords;
    std::vector<ExprPtr> items;
    OperatorUse op;
    std::vector<PipeStep> steps;
};

struct Parameter {
    std::string name;
    TextSpan span;
    ExprPtr by_default;  // null where there is none
};

// A definition in `where m = expr`.
struct Where {
    std::string name;
    TextSpan span;
    ExprPtr value;
};

struct Statement {
    enum class Type : std::uint8_t {
        bus,      // ~name params $ expr
        chain,    // ~name params # chain
        stem,     // out $ expr (number 0), d1 ... d16 $ expr (number 1 ... 16)
        master,   // master # chain, master: raw
        all,      // all # chain
        tempo,    // cps: x, tempo: x, setcps x, bpm: n [beats]
        seed,     // seed: n
        import,   // import "file.ph"
        samples,  // samples "dir"
        command,  // hush, solo d1, xfade d1 4 $ x ...
        error,
    };
    Type type = Type::error;
    TextSpan span;       // the whole statement
    TextSpan head_span;  // the name that it defines
    std::string name;    // bus: without ~; stem: "out", "d1"; command: its word; tempo: "cps" or "bpm"
    int number = 0;      // stem
    std::vector<Parameter> parameters;
    ExprPtr value;  // bus, chain (the whole chain behind the first #), stem, master, all, tempo, seed, command
    std::vector<ExprPtr> arguments;  // command, bpm's beats
    std::string path;                // import, samples
    TextSpan path_span;
    std::vector<Where> where;
    bool raw = false;  // master: raw
};

// A comment stands with its place, for the formatter.
struct Comment {
    TextSpan span;
    bool own_line = false;
};

struct SyntaxTree {
    std::vector<Statement> statements;
    std::vector<Comment> comments;
};

}  // namespace phonon::lang
