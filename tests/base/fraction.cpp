#include "base/fraction.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <numeric>

#include "base/text_span.hpp"

using phonon::base::Fraction;

namespace {

using Wide = __int128;

struct Exact {
    Wide num;
    Wide den;
};

Wide gcd(Wide a, Wide b) {
    while (b != 0) {
        const Wide t = a % b;
        a = b;
        b = t;
    }
    return a < 0 ? -a : a;
}

// The oracle: the result in lowest terms, invalid where it leaves 64 bits.
bool agrees(Fraction f, Exact exact) {
    if (exact.den == 0) return !f.valid();
    if (exact.den < 0) exact = {-exact.num, -exact.den};
    const Wide g = gcd(exact.num, exact.den);
    exact = {exact.num / g, exact.den / g};
    const bool fits = exact.num <= INT64_MAX && exact.num >= -static_cast<Wide>(INT64_MAX) && exact.den <= INT64_MAX;
    if (!fits) return !f.valid();
    return f.valid() && f.num() == static_cast<std::int64_t>(exact.num) &&
           f.den() == static_cast<std::int64_t>(exact.den);
}

Fraction arbitrary() {
    // Small and huge parts both: everyday times and the edge of overflow.
    const auto part = rc::gen::oneOf(rc::gen::inRange<std::int64_t>(-50, 50),
                                     rc::gen::inRange<std::int64_t>(-4000000000000000000, 4000000000000000000));
    const std::int64_t num = *part;
    const std::int64_t den = *rc::gen::suchThat(part, [](std::int64_t d) { return d != 0; });
    return Fraction(num, den);
}

}  // namespace

TEST_CASE("fractions agree with exact arithmetic") {
    const bool held = rc::check("arithmetic", [] {
        const Fraction a = arbitrary();
        const Fraction b = arbitrary();
        const Wide an = a.num(), ad = a.den(), bn = b.num(), bd = b.den();
        RC_ASSERT(agrees(a + b, {an * bd + bn * ad, ad * bd}));
        RC_ASSERT(agrees(a - b, {an * bd - bn * ad, ad * bd}));
        RC_ASSERT(agrees(a * b, {an * bn, ad * bd}));
        RC_ASSERT(agrees(a / b, {an * bd, ad * bn}));
        RC_ASSERT((a < b) == (an * bd < bn * ad));
        RC_ASSERT((a == b) == (an * bd == bn * ad));
    });
    CHECK(held);
}

TEST_CASE("floor, fract and mod belong together") {
    const bool held = rc::check("floor", [] {
        const Fraction a = arbitrary();
        const Fraction floor = a.floor();
        RC_ASSERT(floor.den() == 1);
        RC_ASSERT(floor <= a);
        RC_ASSERT(floor + a.fract() == a);
        RC_ASSERT(a.fract() >= Fraction(0));
        RC_ASSERT(a.fract() < Fraction(1));
        RC_ASSERT(a.ceil() == -(-a).floor());
        RC_ASSERT(a.mod(Fraction(1)) == a.fract());
    });
    CHECK(held);
    CHECK(Fraction(-7, 2).mod(3) == Fraction(5, 2));
    CHECK(!Fraction(1).mod(0).valid());
}

TEST_CASE("an overflow becomes invalid and stays so") {
    const Fraction huge(INT64_MAX);
    CHECK(!(huge + 1).valid());
    CHECK(!(huge * 2).valid());
    CHECK(!(Fraction(1) / 0).valid());
    CHECK(!((huge + 1) * 0).valid());
    CHECK(!((huge + 1) - (huge + 1)).valid());
    CHECK(!(1 * (huge + 1)).valid());
    CHECK(Fraction::invalid() < Fraction(INT64_MIN + 1));
}

TEST_CASE("decimals and doubles become simple fractions") {
    CHECK(Fraction::from_decimal("-0.45") == Fraction(-9, 20));
    CHECK(Fraction::from_decimal("1e-3") == Fraction(1, 1000));
    CHECK(Fraction::from_decimal("2.50") == Fraction(5, 2));
    CHECK(!Fraction::from_decimal("1e"));
    CHECK(!Fraction::from_decimal("."));
    CHECK(!Fraction::from_decimal("99999999999999999999"));
    CHECK(Fraction::from_double(0.1) == Fraction(1, 10));
    CHECK(Fraction::from_double(-1.0 / 3) == Fraction(-1, 3));
    CHECK(!Fraction::from_double(INFINITY).valid());
    const bool held = rc::check("from_double finds every small fraction", [] {
        const Fraction f(*rc::gen::inRange(-100000, 100000), *rc::gen::inRange(1, 1000));
        RC_ASSERT(Fraction::from_double(f.to_double()) == f);
    });
    CHECK(held);
}

TEST_CASE("places count lines and characters") {
    using phonon::base::place_of;
    const std::string_view text =
        "a\nb\xc3\xa9"
        "c";
    CHECK(place_of(text, 0).line == 1);
    CHECK(place_of(text, 2).line == 2);
    CHECK(place_of(text, 2).column == 1);
    CHECK(place_of(text, 5).column == 3);
    CHECK(place_of(text, 99).column == 4);
}
