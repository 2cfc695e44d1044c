// Operators between values, and between patterns in each of the ways their structures can meet.
//
// On sets of controls the result has the names of both; names in both are combined (Tidal's arithmetic on controls).
// A word that is a note name counts as its semitones where a number is needed.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "pattern/combine.hpp"

namespace phonon::pattern {

enum class Op : std::uint8_t {
    add,  // numbers: sum; words: put together
    sub,
    mul,
    div,
    mod,  // floored: the sign of the right side
    pow,
    set,     // the right value
    keep,    // the left value
    keepif,  // the left value where the right one is true, else nothing
    concat,  // words put together, numbers too
    bit_and,
    bit_or,
    bit_xor,
    shift_left,
    shift_right,
    less,
    greater,
    less_equal,
    greater_equal,
    equal,
    not_equal,
    logic_and,
    logic_or,
};

// "add" "sub" ... "keepif" "concat" "band" "bor" "bxor" "blshift" "brshift" "lt" "gt" "lte" "gte" "eq" "ne" "and"
// "or".
std::optional<Op> find_op(std::string_view name) noexcept;

// keepif gives `nothing` where it drops the event.
Value apply_op(Op op, const Value& left, const Value& right);

// Where the structure of the result comes from.
// In the order of `structure_names`.
enum class Structure : std::uint8_t { in, out, mix, squeeze, squeeze_out, reset, restart, poly };
inline constexpr std::array<std::string_view, 8> structure_names{"in",         "out",   "mix",     "squeeze",
                                                                 "squeezeout", "reset", "restart", "poly"};
// By one of these names.
std::optional<Structure> find_structure(std::string_view name) noexcept;

// `poly` fits the steps of the right pattern to those of the left.
Pattern apply_op(Op op, Structure structure, const Pattern& left, const Pattern& right);

}  // namespace phonon::pattern
