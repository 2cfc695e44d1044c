// The operators of `|+`, `|-` and the rest as words, as Strudel has them. Behind a dot stands where the structure of
// the result comes from: add.out, add.mix, add.squeeze ... (words.cpp makes those from the rows here).
#include "pattern/operators.hpp"
#include "pattern/word.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

template <Op O>
Word operation(std::string_view name, std::vector<std::string_view> aliases, std::string_view summary,
               std::string_view meaning, std::string_view example) {
    return {name,
            std::move(aliases),
            "operators",
            summary,
            WordKind::transform,
            {{"right", ParamKind::pattern, meaning}},
            example,
            {},
            [](Args a, const Pattern& p) { return apply_op(O, Structure::in, p, a[0].pattern()); }};
}

}  // namespace

std::vector<Word> operators_words() {
    return {
        operation<Op::add>("add", {}, "Values plus others, as `|+`; add.out, add.mix, add.squeeze and so on as well.",
                           "what is added", R"(d1 $ n ("0 2" $ add "<0 3>" $ add.squeeze "0 7") # s "superpiano")"),
        operation<Op::sub>("sub", {}, "Values minus others, as `|-`.", "what is taken away",
                           R"(d1 $ n ("0 2 4" $ sub "<0 3>") # s "superpiano")"),
        operation<Op::mul>("mul", {}, "Values times others, as `|*`.", "the factor",
                           R"(d1 $ s "hh*4" # gain ("1 0.5" $ mul "<1 0.5>"))"),
        operation<Op::div>("div", {}, "Values divided by others, as `|/`.", "the divisor",
                           R"(d1 $ s "hh*4" # gain ("4 2" $ div 4))"),
        operation<Op::mod>("mod", {}, "What is left when values are divided by others, as `|%`.", "the divisor",
                           R"(d1 $ n ("0 .. 7" $ mod 5) # s "superpiano")"),
        operation<Op::pow>("pow", {}, "Values to the power of others, as `|**`.", "the exponent",
                           R"(d1 $ s "hh*4" # gain ("1 0.8" $ pow 2))"),
        operation<Op::set>("set", {}, "Others in place of values, as `|>`: controls are united, the right side counts.",
                           "what takes the place", R"(d1 $ s "hh*4" $ set (vowel "a e"))"),
        operation<Op::keep>("keep", {}, "Values with what others have besides, as `|<`: the left side counts.",
                            "what fills the gaps", R"(d1 $ s "hh*4" # speed 2 $ keep (speed 1 # pan "0 1"))"),
        operation<Op::keepif>("keepif", {}, "Values where others are true; keepif.out takes the others' rhythm.",
                              "truths, as \"1 0\"", R"(d1 $ s "bd*4" $ keepif "1 0 1 1")"),
        operation<Op::concat>("concat", {"concatOp"}, "Words put together with others, as `|++`.", "what stands behind",
                              R"(d1 $ s ("super" $ concat "<saw square>") # n "0 7")"),
    };
}

}  // namespace phonon::pattern
