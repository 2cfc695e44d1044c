// Exact rational numbers, used for musical time (cycles).
//
// 64-bit numerator and denominator, 128-bit intermediates. A result that does not fit becomes `invalid`, which
// spreads through every later operation, so a pattern whose time overflows falls silent instead of lying
// (LANGUAGE.md 5, "Time"). No function here throws, allocates or has a state.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace phonon::base {

class Fraction {
public:
    constexpr Fraction() noexcept = default;
    constexpr Fraction(std::int64_t whole) noexcept : num_(whole) {}  // NOLINT: an integer is a fraction
    constexpr Fraction(int whole) noexcept : num_(whole) {}           // NOLINT
    constexpr Fraction(std::int64_t num, std::int64_t den) noexcept { *this = reduce(num, den); }

    static constexpr Fraction invalid() noexcept {
        Fraction f;
        f.den_ = 0;
        return f;
    }
    // The simplest fraction within 1e-9 of `x` (relative for large x): 0.1 gives 1/10, 0.333333333333 gives 1/3.
    static Fraction from_double(double x) noexcept;
    // Exact reading of "3", "-0.45", "1e-3"; nullopt where the text is no decimal number or does not fit.
    static std::optional<Fraction> from_decimal(std::string_view text) noexcept;

    constexpr std::int64_t num() const noexcept { return num_; }
    constexpr std::int64_t den() const noexcept { return den_; }
    constexpr bool valid() const noexcept { return den_ != 0; }
    constexpr double to_double() const noexcept {
        return den_ == 0 ? 0.0 : static_cast<double>(num_) / static_cast<double>(den_);
    }
    std::string to_string() const;  // "3/4", whole numbers as "3/1"

    constexpr Fraction floor() const noexcept {
        if (!valid()) return *this;
        std::int64_t q = num_ / den_;
        return Fraction(num_ % den_ < 0 ? q - 1 : q);
    }
    constexpr Fraction ceil() const noexcept {
        if (!valid()) return *this;
        std::int64_t q = num_ / den_;
        return Fraction(num_ % den_ > 0 ? q + 1 : q);
    }
    // Position inside the cycle, 0 <= x < 1.
    constexpr Fraction fract() const noexcept { return *this - floor(); }
    constexpr Fraction abs() const noexcept { return num_ < 0 ? -*this : *this; }
    // Floored modulus: the result has the sign of `m`.
    constexpr Fraction mod(Fraction m) const noexcept {
        if (m.num_ == 0) return invalid();
        return *this - m * (*this / m).floor();
    }

    friend constexpr Fraction operator-(Fraction a) noexcept {
        if (a.num_ == INT64_MIN) return invalid();
        a.num_ = -a.num_;
        return a;
    }
    friend constexpr Fraction operator+(Fraction a, Fraction b) noexcept {
        if (a.den_ == b.den_) {
            if (a.den_ == 1) {
                std::int64_t sum = 0;
                return __builtin_add_overflow(a.num_, b.num_, &sum) ? invalid() : Fraction(sum);
            }
            return reduce(static_cast<Wide>(a.num_) + b.num_, a.den_);
        }
        // Whole + fraction stays in lowest terms, so it needs no gcd: the common case, as a cycle plus an offset.
        if (a.den_ == 1 || b.den_ == 1) {
            const Fraction& part = a.den_ == 1 ? b : a;
            const std::int64_t whole = a.den_ == 1 ? a.num_ : b.num_;
            Fraction sum = part;
            std::int64_t scaled = 0;
            if (part.den_ == 0) return invalid();
            // Where only the product is too large the sum may still fit: the wide way below finds out.
            if (!__builtin_mul_overflow(whole, part.den_, &scaled) &&
                !__builtin_add_overflow(scaled, part.num_, &sum.num_))
                return sum;
        }
        return reduce(static_cast<Wide>(a.num_) * b.den_ + static_cast<Wide>(b.num_) * a.den_,
                      static_cast<Wide>(a.den_) * b.den_);
    }
    friend constexpr Fraction operator-(Fraction a, Fraction b) noexcept {
        if (b.num_ != INT64_MIN) return a + -b;
        return reduce(static_cast<Wide>(a.num_) * b.den_ - static_cast<Wide>(b.num_) * a.den_,
                      static_cast<Wide>(a.den_) * b.den_);
    }
    friend constexpr Fraction operator*(Fraction a, Fraction b) noexcept {
        if (a.den_ == 1 && a.num_ == 1) return b;
        if (b.den_ == 1 && b.num_ == 1) return a;
        if (a.den_ == 1 && b.den_ == 1) {
            std::int64_t product = 0;
            return __builtin_mul_overflow(a.num_, b.num_, &product) ? invalid() : Fraction(product);
        }
        return reduce(static_cast<Wide>(a.num_) * b.num_, static_cast<Wide>(a.den_) * b.den_);
    }
    // Division by zero gives `invalid`.
    friend constexpr Fraction operator/(Fraction a, Fraction b) noexcept {
        if (!a.valid() || !b.valid()) return invalid();
        if (b.den_ == 1 && b.num_ == 1) return a;
        return reduce(static_cast<Wide>(a.num_) * b.den_, static_cast<Wide>(a.den_) * b.num_);
    }
    Fraction& operator+=(Fraction b) noexcept { return *this = *this + b; }
    Fraction& operator-=(Fraction b) noexcept { return *this = *this - b; }
    Fraction& operator*=(Fraction b) noexcept { return *this = *this * b; }

    friend constexpr bool operator==(Fraction a, Fraction b) noexcept = default;
    // An invalid fraction sorts before everything, so that comparisons stay a total order.
    friend constexpr std::strong_ordering operator<=>(Fraction a, Fraction b) noexcept {
        if (a.den_ == b.den_) return a.num_ <=> b.num_;
        if (a.den_ == 0) return std::strong_ordering::less;
        if (b.den_ == 0) return std::strong_ordering::greater;
        const Wide l = static_cast<Wide>(a.num_) * b.den_;
        const Wide r = static_cast<Wide>(b.num_) * a.den_;
        return l < r ? std::strong_ordering::less : l > r ? std::strong_ordering::greater : std::strong_ordering::equal;
    }

private:
    using Wide = __int128;

    static constexpr Fraction reduce(Wide num, Wide den) noexcept {
        if (den == 0) return invalid();
        if (den < 0) {
            num = -num;
            den = -den;
        }
        if (num == 0) return Fraction(0);
        // 64-bit gcd when both fit: the common case, and several times faster than 128-bit division.
        if (num >= INT64_MIN + 1 && num <= INT64_MAX && den <= INT64_MAX) {
            auto a = static_cast<std::uint64_t>(num < 0 ? -num : num);
            auto b = static_cast<std::uint64_t>(den);
            const std::uint64_t g = gcd(a, b);
            Fraction f;
            if (g == 1) {
                f.num_ = static_cast<std::int64_t>(num);
                f.den_ = static_cast<std::int64_t>(den);
                return f;
            }
            f.num_ = static_cast<std::int64_t>(num < 0 ? -static_cast<std::int64_t>(a / g)
                                                       : static_cast<std::int64_t>(a / g));
            f.den_ = static_cast<std::int64_t>(b / g);
            return f;
        }
        auto a = static_cast<unsigned __int128>(num < 0 ? -num : num);
        auto b = static_cast<unsigned __int128>(den);
        auto x = a;
        auto y = b;
        while (y != 0) {
            const auto t = x % y;
            x = y;
            y = t;
        }
        a /= x;
        b /= x;
        if (a > static_cast<unsigned __int128>(INT64_MAX) || b > static_cast<unsigned __int128>(INT64_MAX))
            return invalid();
        Fraction f;
        f.num_ = num < 0 ? -static_cast<std::int64_t>(a) : static_cast<std::int64_t>(a);
        f.den_ = static_cast<std::int64_t>(b);
        return f;
    }
    // Binary gcd (Stein 1967): shifts and subtractions only.
    static constexpr std::uint64_t gcd(std::uint64_t a, std::uint64_t b) noexcept {
        if (a == 0) return b;
        if (b == 0) return a;
        const int shift = __builtin_ctzll(a | b);
        a >>= __builtin_ctzll(a);
        while (b != 0) {
            b >>= __builtin_ctzll(b);
            if (a > b) {
                const auto t = a;
                a = b;
                b = t;
            }
            b -= a;
        }
        return a << shift;
    }

    std::int64_t num_ = 0;
    std::int64_t den_ = 1;
};

}  // namespace phonon::base
