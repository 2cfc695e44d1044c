// Nothing that a musician writes may blow up a speaker: where the operation has no finite value, the result is 0.
#include "dsp/math/functions.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Pow {
    static constexpr Facts facts{
        .name = "pow",
        .group = "math",
        .summary = "First number to the power of the second; the same as **. Negative bases take whole exponents.",
        .role = Role::math,
        .inputs = {operand("a", "the first sound or number"), operand("b", "the second sound or number")},
        .example = "out $ pow (sine 110) 3 * 0.4",
        .see_also = "exp sqrt",
    };
    template <int L>
    struct State {};
    template <int L>
    static void run(State<L>&, const Io<L>& io) noexcept {
        map(io, [](Float<L> a, Float<L> b) {
            const Float<L> size = select(a == 0.0f, select(b == 0.0f, 1.0f, Float<L>(0.0f)), pow(abs(a), b));
            const Mask<L> whole = b == floor(b);
            const Mask<L> odd = whole & ((b * Float<L>(0.5f)) != floor(b * Float<L>(0.5f)));
            const Float<L> signed_size = select(odd, -size, size);
            return select(a < 0.0f, select(whole, signed_size, 0.0f), size);
        });
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(pow, Pow)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
TEST_CASE("pow gives the values it should") {
    const auto value = [](std::map<std::string, float> inputs) { return run_unit("pow", {inputs, {}}, 1)[0]; };
    CHECK(value({{"a", 2}, {"b", 10}}) == doctest::Approx(1024.0).epsilon(3e-06));
    CHECK(value({{"a", 2}, {"b", -1}}) == doctest::Approx(0.5).epsilon(3e-06).scale(0));
    CHECK(value({{"a", -2}, {"b", 3}}) == doctest::Approx(-8.0).epsilon(3e-06));
    CHECK(value({{"a", -2}, {"b", 11}}) == doctest::Approx(-2048.0).epsilon(3e-06));
    CHECK(value({{"a", -2}, {"b", 20}}) == doctest::Approx(1048576.0).epsilon(3e-06));
    CHECK(value({{"a", -2}, {"b", 2}}) == doctest::Approx(4.0).epsilon(3e-06));
    CHECK(value({{"a", -2}, {"b", 0.5}}) == doctest::Approx(0.0).epsilon(3e-06));
    CHECK(value({{"a", 0}, {"b", 0}}) == doctest::Approx(1.0).epsilon(3e-06));
    CHECK(value({{"a", 0}, {"b", 2}}) == doctest::Approx(0.0).epsilon(3e-06));
    CHECK(value({{"a", 0}, {"b", -1}}) == doctest::Approx(0.0).epsilon(3e-06));
}
#endif
