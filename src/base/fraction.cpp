#include "base/fraction.hpp"

#include <charconv>
#include <cmath>

namespace phonon::base {

Fraction Fraction::from_double(double x) noexcept {
    if (!std::isfinite(x) || std::fabs(x) > 9e15) return invalid();
    // Continued fraction: the convergents are the best approximations for their size (Khinchin, Continued Fractions).
    const double tolerance = 1e-9 * std::fmax(1.0, std::fabs(x));
    std::int64_t h0 = 1, h1 = static_cast<std::int64_t>(std::floor(x));
    std::int64_t k0 = 0, k1 = 1;
    double rest = x - std::floor(x);
    for (int i = 0; i < 40 && std::fabs(static_cast<double>(h1) / static_cast<double>(k1) - x) > tolerance; ++i) {
        if (rest == 0.0) break;
        const double inverse = 1.0 / rest;
        const auto digit = static_cast<std::int64_t>(std::floor(inverse));
        rest = inverse - std::floor(inverse);
        std::int64_t h2 = 0, k2 = 0;
        if (__builtin_mul_overflow(digit, h1, &h2) || __builtin_add_overflow(h2, h0, &h2)) break;
        if (__builtin_mul_overflow(digit, k1, &k2) || __builtin_add_overflow(k2, k0, &k2)) break;
        h0 = h1;
        h1 = h2;
        k0 = k1;
        k1 = k2;
    }
    return Fraction(h1, k1);
}

std::optional<Fraction> Fraction::from_decimal(std::string_view text) noexcept {
    bool negative = false;
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        negative = text.front() == '-';
        text.remove_prefix(1);
    }
    std::int64_t digits = 0;
    int exponent = 0;
    bool any = false;
    bool after_point = false;
    std::size_t i = 0;
    for (; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '.' && !after_point) {
            after_point = true;
        } else if (c >= '0' && c <= '9') {
            any = true;
            if (__builtin_mul_overflow(digits, std::int64_t{10}, &digits) ||
                __builtin_add_overflow(digits, std::int64_t{c - '0'}, &digits))
                return std::nullopt;
            if (after_point) --exponent;
        } else {
            break;
        }
    }
    if (!any) return std::nullopt;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        const char* first = text.data() + i + 1;
        const char* last = text.data() + text.size();
        if (first != last && *first == '+') ++first;
        int written = 0;
        const auto [end, error] = std::from_chars(first, last, written);
        if (error != std::errc{} || end != last || written > 1000 || written < -1000) return std::nullopt;
        exponent += written;
    } else if (i != text.size()) {
        return std::nullopt;
    }
    Fraction value(negative ? -digits : digits);
    for (; exponent > 0 && value.valid() && digits != 0; --exponent) value *= Fraction(10);
    for (; exponent < 0 && value.valid() && digits != 0; ++exponent) value = value / Fraction(10);
    if (!value.valid()) return std::nullopt;
    return value;
}

std::string Fraction::to_string() const {
    if (!valid()) return "invalid";
    return std::to_string(num_) + "/" + std::to_string(den_);
}

}  // namespace phonon::base
