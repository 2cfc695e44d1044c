// Words that compare the values of two patterns, and those that work on truths and on the bits of whole numbers.
#include <cmath>

#include "pattern/combine.hpp"
#include "pattern/notes.hpp"
#include "pattern/operators.hpp"
#include "pattern/word.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

template <Op O>
Pattern combined(Args a, const Pattern& p) {
    return apply_op(O, Structure::in, p, a[0].pattern());
}

template <Op O>
Word operation(std::string_view name, std::vector<std::string_view> aliases, std::string_view summary,
               std::string_view meaning, std::string_view example) {
    return {name,
            std::move(aliases),
            "comparing",
            summary,
            WordKind::transform,
            {{"right", ParamKind::number, meaning}},
            example,
            {},
            combined<O>};
}

constexpr std::string_view other = "what each value is compared with";

}  // namespace

std::vector<Word> comparing_words() {
    return {
        operation<Op::less>("lt", {}, "True where values are below others.", other,
                            R"(d1 $ s "hh*8" # gain ("0 .. 7" $ lt 4))"),
        operation<Op::greater>("gt", {}, "True where values are above others.", other,
                               R"(d1 $ s "hh*8" # gain ("0 .. 7" $ gt 3))"),
        operation<Op::less_equal>("lte", {}, "True where values are below others or equal.", other,
                                  R"(d1 $ s "hh*8" # gain ("0 .. 7" $ lte 4))"),
        operation<Op::greater_equal>("gte", {}, "True where values are above others or equal.", other,
                                     R"(d1 $ s "hh*8" # gain ("0 .. 7" $ gte 4))"),
        operation<Op::equal>("eq", {"eqt"}, "True where values are equal to others.", other,
                             R"(d1 $ s "hh*8" # gain ("0 .. 7" $ eq 4))"),
        operation<Op::not_equal>("ne", {"net"}, "True where values differ from others.", other,
                                 R"(d1 $ s "hh*8" # gain ("0 .. 7" $ ne 4))"),
        operation<Op::logic_and>("and", {}, "The right value where the left one is true, else the left.",
                                 "taken where the left value is true",
                                 R"(d1 $ s "bd*3" $ mask ("1 0 1" $ and "1 1 0"))"),
        operation<Op::logic_or>("or", {}, "The left value where it is true, else the right.",
                                "taken where the left value is false",
                                R"(d1 $ s "bd*3" $ mask ("1 0 0" $ or "0 1 0"))"),
        operation<Op::bit_and>("band", {}, "The bits that two whole numbers have in common.", "the other number",
                               R"(d1 $ s "superpiano*3" # note ("5 6 7" $ band 3))"),
        operation<Op::bit_or>("bor", {}, "The bits that one of two whole numbers has.", "the other number",
                              R"(d1 $ s "superpiano*3" # note ("5 6 7" $ bor 8))"),
        operation<Op::bit_xor>("bxor", {}, "The bits that only one of two whole numbers has.", "the other number",
                               R"(d1 $ s "superpiano*3" # note ("5 6 7" $ bxor 3))"),
        operation<Op::shift_left>("blshift", {}, "Whole numbers with their bits moved up: doubled each time.",
                                  "by how many places", R"(d1 $ s "superpiano*3" # note ("1 2 3" $ blshift 2))"),
        operation<Op::shift_right>("brshift", {}, "Whole numbers with their bits moved down: halved each time.",
                                   "by how many places", R"(d1 $ s "superpiano*3" # note ("8 12 16" $ brshift 1))"),
        {"log2",
         {},
         "comparing",
         "The exponent of two that gives each number.",
         WordKind::transform,
         {},
         R"(d1 $ s "superpiano*3" # note ("1 2 8" $ log2))",
         {},
         [](Args, const Pattern& p) {
             return with_value(p, [](const Value& v) -> Value {
                 const auto number = number_in(v);
                 return number ? Value(std::log2(*number)) : v;
             });
         }},
    };
}

}  // namespace phonon::pattern
