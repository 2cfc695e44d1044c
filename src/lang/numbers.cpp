// Number literals: decimal, exponent, ratio of whole numbers, unit.
#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

#include "lang/numbers.hpp"

namespace phonon::lang {

namespace {

struct UnitName {
    std::string_view name;
    NumberUnit unit;
};
constexpr std::array<UnitName, 6> units{{{"ms", NumberUnit::milliseconds},
                                         {"s", NumberUnit::seconds},
                                         {"hz", NumberUnit::hertz},
                                         {"khz", NumberUnit::kilohertz},
                                         {"db", NumberUnit::decibels},
                                         {"st", NumberUnit::semitones}}};

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

std::size_t digits_at(std::string_view text, std::size_t from) noexcept {
    std::size_t i = from;
    while (i < text.size() && is_digit(text[i])) ++i;
    return i - from;
}

char at(std::string_view text, std::size_t i) noexcept { return i < text.size() ? text[i] : '\0'; }

double to_double(std::string_view digits) noexcept {
    double value = 0;
    const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    // from_chars does not tell too large from too small.
    if (fault == std::errc::result_out_of_range) return std::strtod(std::string(digits).c_str(), nullptr);
    return value;
}

}  // namespace

NumberShape shape_of_number(std::string_view text) noexcept {
    NumberShape shape;
    const std::size_t whole = digits_at(text, 0);
    std::size_t i = whole;
    bool integer = whole > 0;
    // "1." belongs together only with a digit behind it, so that "0 .. 7" and "rev .fast" are told apart from numbers.
    if (at(text, i) == '.' && digits_at(text, i + 1) > 0) {
        integer = false;
        i += 1 + digits_at(text, i + 1);
    }
    if (i > 0 && (at(text, i) == 'e' || at(text, i) == 'E')) {
        const std::size_t sign = at(text, i + 1) == '-' || at(text, i + 1) == '+' ? 1 : 0;
        if (const std::size_t exponent = digits_at(text, i + 1 + sign); exponent > 0) {
            integer = false;
            i += 1 + sign + exponent;
        }
    }
    shape.first = i;
    if (integer && at(text, i) == '/') {
        const std::size_t below = digits_at(text, i + 1);
        const std::size_t end = i + 1 + below;
        const char next = at(text, end);
        const bool goes_on = (next == '.' && is_digit(at(text, end + 1))) ||
                             ((next == 'e' || next == 'E') &&
                              (is_digit(at(text, end + 1)) || ((at(text, end + 1) == '-' || at(text, end + 1) == '+') &&
                                                               is_digit(at(text, end + 2)))));
        if (below > 0 && !goes_on) i = end;
    }
    shape.digits = i;
    return shape;
}

std::optional<NumberUnit> unit_named(std::string_view name) noexcept {
    for (const UnitName& u : units)
        if (std::equal(name.begin(), name.end(), u.name.begin(), u.name.end(),
                       [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; }))
            return u.unit;
    return std::nullopt;
}

NumberValue read_number(std::string_view text) noexcept {
    const NumberShape shape = shape_of_number(text);
    NumberValue number;
    number.unit = unit_named(text.substr(shape.digits)).value_or(NumberUnit::none);
    const std::string_view first = text.substr(0, shape.first);
    number.value = to_double(first);
    number.exact = base::Fraction::from_decimal(first);
    if (shape.digits > shape.first) {
        const std::string_view below = text.substr(shape.first + 1, shape.digits - shape.first - 1);
        number.value /= to_double(below);
        const auto divisor = base::Fraction::from_decimal(below);
        if (number.exact && divisor)
            number.exact = *number.exact / *divisor;
        else
            number.exact.reset();
    }
    if (number.exact && !number.exact->valid()) number.exact.reset();
    if (!std::isfinite(number.value)) number = {};
    return number;
}

bool is_finite_number(std::string_view digits) noexcept {
    const NumberShape shape = shape_of_number(digits);
    const double first = to_double(digits.substr(0, shape.first));
    if (shape.digits == shape.first) return std::isfinite(first);
    const double below = to_double(digits.substr(shape.first + 1, shape.digits - shape.first - 1));
    return std::isfinite(first) && std::isfinite(below) && below != 0;
}

}  // namespace phonon::lang
