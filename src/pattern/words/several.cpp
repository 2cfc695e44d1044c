// Words that take a list of transforms, or a transform by itself.
#include "pattern/operators.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

using Layers = std::vector<Transform>;

Pattern with_control(Op op, const Pattern& p, std::string_view name, double value) {
    return apply_op(op, Structure::in, p, pure(Value::control(ControlName(name), value)));
}

// Layer i stands at i parts of the way from left to right; `cut` keeps the layers from cutting each other off.
template <bool Cut>
Layers spread_layers(Args a) {
    Layers layers;
    const ArgList items = items_of(a[0]);
    const auto count = static_cast<double>(items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        layers.push_back([f = transform_in(items[i]), i, count](const Pattern& p) {
            const Pattern made = with_control(Op::add, f(p), "pan", static_cast<double>(i) / count);
            return Cut ? with_control(Op::add, made, "cut", 1.0 - static_cast<double>(i)) : made;
        });
    }
    return layers;
}

template <Layers (*Make)(Args)>
Pattern together(Args a, const Pattern& p) {
    std::vector<Pattern> stacked;
    for (const auto& layer : Make(a)) stacked.push_back(layer(p));
    return stack(std::move(stacked));
}

Pattern in_turn(Args a, const Pattern& p) {
    std::vector<Pattern> turns;
    for (const auto& item : items_of(a[0])) turns.push_back(transform_in(item)(p));
    return slowcat(std::move(turns));
}

template <Pattern (*F)(const Pattern&, Time)>
Pattern squeezed(Args a, const Pattern& p) {
    return squeeze_bind(a[0].pattern(), [p](const Value& v) { return F(p, time_of(v)); });
}

}  // namespace

std::vector<Word> several_words() {
    constexpr auto transform = WordKind::transform;
    const Param list{"transforms", ParamKind::list, "the transforms, as `[rev, fast 2]`"};
    const Param factor{"factor", ParamKind::time, "how many times"};
    return {
        {"jux'",
         {},
         "several",
         "Plays a copy for each transform of a list, from left to right.",
         transform,
         {list},
         R"(d1 $ jux' [rev, hurry 2, iter 4] $ s "bd sn hh cp")",
         {"jux", "layer"},
         together<spread_layers<false>>,
         spread_layers<false>},
        {"juxcut'",
         {},
         "several",
         "As `jux'`, where the copies do not cut each other off.",
         transform,
         {list},
         R"(d1 $ juxcut' [rev, hurry 2] $ s "bd sn hh cp")",
         {"jux'", "juxcut"},
         together<spread_layers<true>>,
         spread_layers<true>},
        {"spreadf",
         {},
         "several",
         "One transform of a list in each cycle.",
         transform,
         {list},
         R"(d1 $ spreadf [rev, hurry 2] $ s "bd sn hh cp")",
         {"spread", "pickF"},
         in_turn},
        {"apply",
         {},
         "several",
         "Applies a transform: the same as the transform alone.",
         transform,
         {{"f", ParamKind::transform, "the transform"}},
         R"(d1 $ apply (rev . fast 2) $ s "bd sn hh cp")",
         {"layer"},
         [](Args a, const Pattern& p) { return a[0].transform()(p); }},
        {"fastSqueeze",
         {},
         "several",
         "As `fast`, with a whole cycle of the faster pattern in each event of the factor.",
         transform,
         {factor},
         R"(d1 $ fastSqueeze "1 [2 3]" $ s "bd sn hh cp")",
         {"fast", "bite"},
         squeezed<fast>},
        {"slowSqueeze",
         {},
         "several",
         "As `slow`, with a whole cycle of the slower pattern in each event of the factor.",
         transform,
         {factor},
         R"(d1 $ slowSqueeze "1 [2 3]" $ s "bd sn hh cp")",
         {"slow", "bite"},
         squeezed<slow>},
        {"splitQueries",
         {},
         "several",
         "Asks the pattern for one cycle at a time; what is heard stays the same.",
         transform,
         {},
         R"(d1 $ splitQueries $ s "bd sn")",
         {},
         [](Args, const Pattern& p) { return split_queries(p); }},
    };
}

}  // namespace phonon::pattern
