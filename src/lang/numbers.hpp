// The shape of number literals, for the lexer; their values, for the parser.
#pragma once

#include <optional>
#include <string_view>

#include "lang/ast.hpp"

namespace phonon::lang {

// Lengths from the start of a text that begins with a digit, or with a dot and a digit.
struct NumberShape {
    std::size_t first = 0;   // of the decimal number; of a ratio: of what stands above the line
    std::size_t digits = 0;  // of the decimal number or the ratio, without its unit
};
NumberShape shape_of_number(std::string_view text) noexcept;

// "ms", "Hz", "dB" ... in either case of letters.
std::optional<NumberUnit> unit_named(std::string_view name) noexcept;

struct NumberValue {
    double value = 0;
    std::optional<base::Fraction> exact;  // absent where it does not fit
    NumberUnit unit = NumberUnit::none;
};
// Reads a whole literal with its unit. One that is not finite is 0 (the lexer has reported it).
NumberValue read_number(std::string_view text) noexcept;

// Whether a literal without unit stands for a number at all: not where it overflows or divides by zero.
bool is_finite_number(std::string_view digits) noexcept;

}  // namespace phonon::lang
