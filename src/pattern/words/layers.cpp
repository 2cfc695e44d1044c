// Words that play a pattern together with changed copies of itself.
//
// Each of them is defined by its layers alone; the transform is the stack of them. A patterned number of copies cannot
// be taken apart, so those words then give one layer that holds everything.
#include <cmath>

#include "pattern/combine.hpp"
#include "pattern/notes.hpp"
#include "pattern/operators.hpp"
#include "pattern/words/list_arguments.hpp"

namespace phonon::pattern {

namespace {

using Args = std::span<const Arg>;
using Layers = std::vector<Transform>;

constexpr int most_copies = 256;

Pattern same(const Pattern& p) { return p; }

// Structure from the left, as `|+`, `|*` and `#`.
Pattern with_control(Op op, const Pattern& p, std::string_view name, double value) {
    return apply_op(op, Structure::in, p, pure(Value::control(ControlName(name), value)));
}

template <Layers (*Make)(Args)>
Pattern together(Args a, const Pattern& p) {
    std::vector<Pattern> stacked;
    for (const auto& layer : Make(a)) stacked.push_back(layer(p));
    return stack(std::move(stacked));
}

int copies_of(double count) { return static_cast<int>(std::fmin(std::fmax(std::floor(count), 0.0), most_copies)); }

// `make(count)` where the number of copies is constant, else one layer that chooses while it plays.
template <class Make>
Layers counted(const Pattern& count, Make make) {
    if (const Value* constant = count.pure_value()) return make(copies_of(number_of(*constant)));
    return {[count, make](const Pattern& p) {
        return patternify_number(count, [p, make](double n) {
            std::vector<Pattern> stacked;
            for (const auto& layer : make(copies_of(n))) stacked.push_back(layer(p));
            return stack(std::move(stacked));
        });
    }};
}

Layers superimpose_layers(Args a) { return {same, a[0].transform()}; }

Layers layer_layers(Args a) {
    Layers layers;
    for (const auto& item : items_of(a[0])) layers.push_back(transform_in(item));
    return layers;
}

Layers off_layers(Args a) {
    return {same, [by = a[0].pattern(), f = a[1].transform()](const Pattern& p) {
                return f(patternify_time(by, [p](Time t) { return late(p, t); }));
            }};
}

Layers off_add_layers(Args a) {
    return {same, [by = a[0].pattern(), amount = a[1].pattern()](const Pattern& p) {
                const Pattern copy = patternify_time(by, [p](Time t) { return late(p, t); });
                return apply_op(Op::add, Structure::mix, copy, amount);
            }};
}

// Copy i is i parts of the cycle early and stands at i parts of the circle.
Layers spin_layers(Args a) {
    return counted(a[0].pattern(), [](int copies) {
        Layers layers;
        for (int i = 0; i < copies; ++i) {
            layers.push_back([i, copies](const Pattern& p) {
                const Time part(i, copies);
                return with_control(Op::set, early(p, part), "pan", part.to_double());
            });
        }
        return layers;
    });
}

Layers jux_layers(Args a) {
    return {[](const Pattern& p) { return with_control(Op::add, p, "pan", 0.0); },
            [f = a[0].transform()](const Pattern& p) { return f(with_control(Op::add, p, "pan", 1.0)); }};
}

Layers jux_by_layers(Args a) {
    const auto panned = [width = a[0].pattern()](double side) {
        return [width, side](const Pattern& p) {
            const Pattern pan = with_value(width, [side](const Value& w) {
                return Value::control(ControlName("pan"), 0.5 + side * number_of(w) / 2.0);
            });
            return apply_op(Op::add, Structure::in, p, pan);
        };
    };
    return {panned(-1.0), [f = a[1].transform(), right = panned(1.0)](const Pattern& p) { return f(right(p)); }};
}

Layers jux4_layers(Args a) {
    return {[](const Pattern& p) { return with_control(Op::set, p, "pan", 0.625); },
            [f = a[0].transform()](const Pattern& p) { return f(with_control(Op::set, p, "pan", 0.125)); }};
}

Layers juxcut_layers(Args a) {
    const auto side = [](const Pattern& p, double pan, double cut) {
        return with_control(Op::set, with_control(Op::set, p, "pan", pan), "cut", cut);
    };
    return {[side](const Pattern& p) { return side(p, 0.0, -1.0); },
            [side, f = a[0].transform()](const Pattern& p) { return f(side(p, 1.0, -2.0)); }};
}

// Copy i is `f` applied i times to a copy that is i delays late.
Layers echo_with(const Pattern& count, const Pattern& delay, const Transform& f) {
    return counted(count, [delay, f](int copies) {
        Layers layers{same};
        for (int i = 1; i < copies; ++i) {
            layers.push_back([delay, f, i](const Pattern& p) {
                Pattern copy = p;
                for (int turn = 0; turn < i; ++turn) {
                    copy = f(patternify_time(delay, [copy](Time t) { return late(copy, t); }));
                }
                return copy;
            });
        }
        return layers;
    });
}

Layers echo_with_layers(Args a) { return echo_with(a[0].pattern(), a[1].pattern(), a[2].transform()); }

Layers echo_layers(Args a) {
    return echo_with(a[0].pattern(), a[1].pattern(), [feedback = a[2].pattern()](const Pattern& p) {
        const Pattern gain =
            with_value(feedback, [](const Value& v) { return Value::control(ControlName("gain"), number_of(v)); });
        return apply_op(Op::mul, Structure::in, p, gain);
    });
}

Layers stutter_layers(Args a) { return echo_with(a[0].pattern(), a[1].pattern(), same); }

Layers stut_layers(Args a) {
    const Pattern feedback = a[1].pattern();
    const Pattern delay = a[2].pattern();
    return counted(a[0].pattern(), [feedback, delay](int copies) {
        Layers layers{same};
        for (int i = 1; i < copies; ++i) {
            layers.push_back([feedback, delay, i, copies](const Pattern& p) {
                const Pattern gain = with_value(feedback, [i, copies](const Value& v) {
                    const double left = static_cast<double>(copies - i) / copies;
                    const double share = number_of(v);
                    return Value::control(ControlName("gain"), share + (1.0 - share) * left);
                });
                const Pattern quieter = apply_op(Op::mul, Structure::in, p, gain);
                return patternify_time(delay, [quieter, i](Time t) { return late(quieter, t * Time(i)); });
            });
        }
        return layers;
    });
}

// Copies one and a half and two and a half delays late, and the later copy of the earlier one.
Layers ghosts(const Pattern& delay, const Transform& f) {
    const auto at = [delay, f](Time times) -> Transform {
        return [delay, times, f](const Pattern& p) {
            return patternify_time(delay, [changed = f(p), times](Time by) { return late(changed, by * times); });
        };
    };
    const Transform first = at(Time(3, 2));
    const Transform second = at(Time(5, 2));
    return {same, first, second, [first, second](const Pattern& p) { return second(first(p)); }};
}

Pattern ghostly(const Pattern& p) {
    const auto times = [](const Pattern& q, std::string_view name, double factor) {
        return apply_op(Op::mul, Structure::mix, q, pure(Value::control(ControlName(name), factor)));
    };
    return times(with_control(Op::set, times(p, "speed", 1.25), "end", 0.2), "gain", 0.7);
}

Layers ghost_layers(Args) { return ghosts(pure(0.125), ghostly); }

Layers ghost_with_layers(Args a) { return ghosts(a[0].pattern(), a[1].transform()); }

constexpr auto transform = WordKind::transform;
const Param copy_count{"count", ParamKind::number, "how many are heard, the first among them"};
const Param copy_delay{"delay", ParamKind::time, "cycles from one copy to the next"};

}  // namespace

std::vector<Word> layers_words() {
    const Param f{"f", ParamKind::transform, "the transform of the copy"};
    return {
        {"superimpose",
         {},
         "layers",
         "Plays a pattern together with a changed copy.",
         transform,
         {f},
         R"(d1 $ superimpose (fast 2) $ s "bd sn")",
         {"layer", "off"},
         together<superimpose_layers>,
         superimpose_layers},
        {"layer",
         {},
         "layers",
         "Plays several changed copies, without the pattern itself.",
         transform,
         {{"transforms", ParamKind::list, "one transform a copy, as `[rev, fast 2]`"}},
         R"(d1 $ layer [rev, fast 2] $ note "c e g" # s "supersaw")",
         {"superimpose"},
         together<layer_layers>,
         layer_layers},
        {"off",
         {},
         "layers",
         "Plays a changed copy some time later.",
         transform,
         {{"delay", ParamKind::time, "how much later, in cycles"}, f},
         R"(d1 $ off 0.125 (|+ note 12) $ note "c e g" # s "supersaw")",
         {"superimpose", "echo"},
         together<off_layers>,
         off_layers},
        {"offadd",
         {},
         "layers",
         "Plays a copy some time later with something added.",
         transform,
         {{"delay", ParamKind::time, "how much later, in cycles"}, {"amount", ParamKind::number, "what is added"}},
         R"(d1 $ note (offadd 0.125 12 "c e g") # s "supersaw")",
         {"off"},
         together<off_add_layers>,
         off_add_layers},
        {"spin",
         {},
         "layers",
         "Plays copies spread over the cycle and over the circle of `pan`.",
         transform,
         {copy_count},
         R"(d1 $ spin 4 $ s "bd sn hh")",
         {"jux"},
         together<spin_layers>,
         spin_layers},
        {"jux",
         {},
         "layers",
         "Plays the pattern on the left and a changed copy on the right.",
         transform,
         {f},
         R"(d1 $ jux rev $ s "bd sn hh cp")",
         {"juxBy"},
         together<jux_layers>,
         jux_layers},
        {"juxBy",
         {"juxby"},
         "layers",
         "As `jux`, with a settable distance between the two sides.",
         transform,
         {{"width", ParamKind::number, "0 leaves both in the middle, 1 is fully left and right"}, f},
         R"(d1 $ juxBy 0.5 rev $ s "bd sn hh cp")",
         {"jux"},
         together<jux_by_layers>,
         jux_by_layers},
        {"jux4",
         {},
         "layers",
         "As `jux`, with the sides in the middle of two pairs of four loudspeakers.",
         transform,
         {f},
         R"(d1 $ jux4 rev $ s "bd sn hh cp")",
         {"jux"},
         together<jux4_layers>,
         jux4_layers},
        {"juxcut",
         {},
         "layers",
         "As `jux`, with each side in a cut group of its own.",
         transform,
         {f},
         R"(d1 $ juxcut (hurry 2) $ s "bd sn hh cp")",
         {"jux"},
         together<juxcut_layers>,
         juxcut_layers},
        {"echo",
         {},
         "layers",
         "Plays copies that follow one another and fade.",
         transform,
         {copy_count, copy_delay, {"feedback", ParamKind::number, "gain of a copy against the one before it"}},
         R"(d1 $ echo 4 0.2 0.5 $ s "bd sn")",
         {"echoWith", "stut"},
         together<echo_layers>,
         echo_layers},
        {"echoWith",
         {"stutWith", "stut'", "echowith", "stutwith"},
         "layers",
         "Plays copies that follow one another, each changed once more than the one before.",
         transform,
         {copy_count, copy_delay, f},
         R"(d1 $ echoWith 3 0.125 (|+ note 7) $ note "c e" # s "supersaw")",
         {"echo"},
         together<echo_with_layers>,
         echo_with_layers},
        {"stutter",
         {},
         "layers",
         "Plays unchanged copies that follow one another.",
         transform,
         {copy_count, copy_delay},
         R"(d1 $ stutter 4 (1/16) $ s "bd sn")",
         {"echo", "ply"},
         together<stutter_layers>,
         stutter_layers},
        {"stut",
         {},
         "layers",
         "An older echo: copies fade evenly towards `feedback`.",
         transform,
         {copy_count, {"feedback", ParamKind::number, "the gain that the copies approach, 0 to 1"}, copy_delay},
         R"(d1 $ stut 3 0.5 0.125 $ s "bd sn")",
         {"echo"},
         together<stut_layers>,
         stut_layers},
        {"ghost",
         {},
         "layers",
         "Adds quiet, short copies after each event.",
         transform,
         {},
         R"(d1 $ ghost $ s "~ sn ~ sn")",
         {"ghostWith"},
         together<ghost_layers>,
         ghost_layers},
        {"ghostWith",
         {"ghost'", "ghost''"},
         "layers",
         "Adds changed copies one and a half, two and a half and four delays late.",
         transform,
         {{"delay", ParamKind::time, "the unit of delay, in cycles"}, f},
         R"(d1 $ ghostWith 0.125 (# gain 0.5) $ s "~ sn ~ sn")",
         {"ghost"},
         together<ghost_with_layers>,
         ghost_with_layers},
    };
}

}  // namespace phonon::pattern
