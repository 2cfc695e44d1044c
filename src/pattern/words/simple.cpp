// Tidal's simple words: common changes of a sound without any argument.
#include "pattern/operators.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

Pattern with_control(Op op, const Pattern& p, std::string_view name, double value) {
    return apply_op(op, Structure::in, p, pure(Value::control(ControlName(name), value)));
}

Pattern hurried(const Pattern& p, Time factor) {
    return with_control(Op::mul, fast(p, factor), "speed", factor.to_double());
}

Pattern scratched(const Pattern& p) {
    const Arg pieces[] = {{pure(32)}};
    return rev(find_word("chop")->apply(pieces, p));
}

template <class F>
Word simple(std::string_view name, std::string_view summary, std::string_view example,
            std::vector<std::string_view> see_also, F f) {
    return {name,
            {},
            "simple",
            summary,
            WordKind::transform,
            {},
            example,
            std::move(see_also),
            [f](Args, const Pattern& p) { return f(p); }};
}

}  // namespace

std::vector<Word> simple_words() {
    return {
        simple("crunch", "Crushes the sound to three bits.", R"(d1 $ every 2 crunch $ s "bd sn")", {"crush"},
               [](const Pattern& p) { return with_control(Op::set, p, "crush", 3); }),
        simple("scratch", "Cuts each sample into 32 pieces and plays them backwards.",
               R"(d1 $ every 2 scratch $ s "bd sn")", {"chop", "rev"}, scratched),
        simple("louder", "Raises the gain by a fifth.", R"(d1 $ every 2 louder $ s "bd sn" # gain 0.8)", {"quieter"},
               [](const Pattern& p) { return with_control(Op::mul, p, "gain", 1.2); }),
        simple("quieter", "Lowers the gain by a fifth.", R"(d1 $ every 2 quieter $ s "bd sn" # gain 0.8)", {"louder"},
               [](const Pattern& p) { return with_control(Op::mul, p, "gain", 0.8); }),
        simple("silent", "Plays nothing.", R"(d1 $ every 2 silent $ s "bd sn")", {"hush", "silence"},
               [](const Pattern&) { return silence(); }),
        simple("skip", "Begins a quarter of a cycle early.", R"(d1 $ every 2 skip $ s "bd sn")", {"early"},
               [](const Pattern& p) { return early(p, Time(1, 4)); }),
        simple("left", "Puts the sound on the left.", R"(d1 $ every 2 left $ s "bd sn")", {"right", "pan"},
               [](const Pattern& p) { return with_control(Op::set, p, "pan", 0); }),
        simple("right", "Puts the sound on the right.", R"(d1 $ every 2 right $ s "bd sn")", {"left", "pan"},
               [](const Pattern& p) { return with_control(Op::set, p, "pan", 1); }),
        simple("higher", "Plays samples one and a half times as fast.", R"(d1 $ every 2 higher $ s "bd sn" # speed 1)",
               {"lower", "speed"}, [](const Pattern& p) { return with_control(Op::mul, p, "speed", 1.5); }),
        simple("lower", "Plays samples at three quarters of their speed.",
               R"(d1 $ every 2 lower $ s "bd sn" # speed 1)", {"higher", "speed"},
               [](const Pattern& p) { return with_control(Op::mul, p, "speed", 0.75); }),
        simple("faster", "Twice as fast, samples too.", R"(d1 $ every 2 faster $ s "bd sn" # speed 1)",
               {"slower", "hurry"}, [](const Pattern& p) { return hurried(p, Time(2)); }),
        simple("slower", "Half as fast, samples too.", R"(d1 $ every 2 slower $ s "bd sn" # speed 1)",
               {"faster", "hurry"}, [](const Pattern& p) { return hurried(p, Time(1, 2)); }),
    };
}

}  // namespace phonon::pattern
