// Words that cut samples into pieces and fit them to time.
#include <algorithm>
#include <cmath>

#include "pattern/combine.hpp"
#include "pattern/notes.hpp"
#include "pattern/operators.hpp"
#include "pattern/random.hpp"
#include "pattern/word.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr int most_pieces = 65536;

ControlName begin_name() {
    static const ControlName name("begin");
    return name;
}
ControlName end_name() {
    static const ControlName name("end");
    return name;
}
ControlName speed_name() {
    static const ControlName name("speed");
    return name;
}

int pieces_of(const Value& v) {
    return static_cast<int>(std::clamp(std::floor(number_of(v)), 0.0, static_cast<double>(most_pieces)));
}

double control_or(const Value& v, ControlName name, double otherwise) {
    const Value* found = v.find(name);
    return found ? number_of(*found, otherwise) : otherwise;
}

// The part [begin, end] of what the event plays of its sample already.
Value part_of(const Value& v, double begin, double end) {
    const double from = control_or(v, begin_name(), 0.0);
    const double length = control_or(v, end_name(), 1.0) - from;
    return v.with(begin_name(), from + begin * length).with(end_name(), from + end * length);
}

// The part [begin, end] of the sample, whatever the event played of it.
Value part_of_all(const Value& v, double begin, double end) {
    return v.with(begin_name(), begin).with(end_name(), end);
}

Value played_by_cycles(const Value& v, double speed) {
    static const ControlName unit("unit");
    static const Value cycles = Value::text("c");
    return v.with(speed_name(), speed).with(unit, cycles);
}

Pattern chop(const Pattern& p, int count) {
    if (count < 1) return silence();
    return squeeze_bind(p, [count](const Value& v) {
        const bool cut = v.find(begin_name()) != nullptr && v.find(end_name()) != nullptr;
        std::vector<Pattern> pieces;
        for (int i = 0; i < count; ++i) {
            const double from = static_cast<double>(i) / count;
            const double to = static_cast<double>(i + 1) / count;
            pieces.push_back(pure(cut ? part_of(v, from, to) : part_of_all(v, from, to)));
        }
        return fastcat(std::move(pieces));
    });
}

Pattern striate(const Pattern& p, int count) {
    if (count < 1) return silence();
    std::vector<Pattern> passes;
    for (int i = 0; i < count; ++i) {
        const double from = static_cast<double>(i) / count;
        const double to = static_cast<double>(i + 1) / count;
        passes.push_back(with_value(p, [from, to](const Value& v) { return part_of(v, from, to); }));
    }
    return fastcat(std::move(passes));
}

Pattern striate_by(const Pattern& p, int count, double length) {
    if (count < 1) return silence();
    std::vector<Pattern> passes;
    const double slot = count > 1 ? (1.0 - length) / (count - 1) : 0.0;
    for (int i = 0; i < count; ++i) {
        passes.push_back(
            with_value(p, [from = slot * i, length](const Value& v) { return part_of(v, from, from + length); }));
    }
    return fastcat(std::move(passes));
}

template <Pattern (*F)(const Pattern&, int)>
Pattern by_count(Args a, const Pattern& p) {
    return patternify(a[0].pattern(), [p](const Value& v) { return F(p, pieces_of(v)); });
}

// Where the pieces of a sample begin and end: equal ones, or those that a list names.
struct Cuts {
    double count = 1;
    std::vector<double> begins;  // empty: equal pieces

    // `begin` and `end` as controls; the last piece of a list goes to the end of the sample, and needs no `end`.
    Value piece(double index) const {
        if (begins.empty()) {
            const double place = std::floor(index) - count * std::floor(index / count);
            return Value::controls({{begin_name(), place / count}, {end_name(), (place + 1) / count}});
        }
        const auto size = static_cast<int>(begins.size());
        const int wanted = static_cast<int>(std::clamp(std::floor(index), -1e6, 1e6));
        const auto at = static_cast<std::size_t>(((wanted % size) + size) % size);
        const Value begin = Value::control(begin_name(), begins[at]);
        return at + 1 < begins.size() ? begin.with(end_name(), begins[at + 1]) : begin;
    }
};

// Structure from the numbers of the pieces, everything else from `p`.
Pattern slice(const Cuts& cuts, const Pattern& numbers, const Pattern& p) {
    return app_left(numbers, p, [cuts](const Value& number, const Value& v) {
        return apply_op(Op::set, cuts.piece(number_of(number)), v);
    });
}

Pattern splice(const Cuts& cuts, const Pattern& numbers, const Pattern& p) {
    return with_event(slice(cuts, numbers, p), [count = cuts.count](Event& e) {
        const double fitted = 1.0 / (count * e.whole_or_part().duration().to_double());
        e.value = played_by_cycles(e.value, fitted * control_or(e.value, speed_name(), 1.0));
    });
}

Pattern slice_at(Args a, const Pattern& p) {
    Cuts cuts;
    for (const auto& item : a[0].list()) {
        const Value* begin = item.pattern().pure_value();
        cuts.begins.push_back(begin ? number_of(*begin) : 0.0);
    }
    return cuts.begins.empty() ? silence() : slice(cuts, a[1].pattern(), p);
}

template <Pattern (*F)(const Cuts&, const Pattern&, const Pattern&)>
Pattern equal_cuts(Args a, const Pattern& p) {
    return patternify(a[0].pattern(), [numbers = a[1].pattern(), p](const Value& count) {
        const int pieces = pieces_of(count);
        return pieces < 1 ? silence() : F({static_cast<double>(pieces), {}}, numbers, p);
    });
}

// One random piece for every cycle.
Pattern random_slice(const Pattern& p, int count) {
    if (count < 1) return silence();
    return make_pattern(
        [p, count](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                const double index = std::floor(rand_at(cycle, context.seed) * count);
                const std::size_t from = out.size();
                p.query(piece, context, out);
                for (std::size_t i = from; i < out.size(); ++i) {
                    out[i].value = part_of_all(out[i].value, index / count, (index + 1) / count);
                }
            });
        },
        p.steps());
}

// `speed` multiplied by `factor`, or set to it.
Pattern sped(const Pattern& p, double factor) {
    return apply_op(Op::mul, Structure::in, p, pure(Value::control(speed_name(), factor)));
}

Pattern loop_at(const Pattern& p, Time cycles) {
    if (!(cycles > Time(0))) return silence();
    static const ControlName unit("unit");
    return apply_op(Op::set, Structure::in, sped(slow(p, cycles), (Time(1) / cycles).to_double()),
                    pure(Value::control(unit, Value::text("c"))));
}

Pattern fit(Args, const Pattern& p) {
    return with_event(p, [](Event& e) {
        const double part = control_or(e.value, end_name(), 1.0) - control_or(e.value, begin_name(), 0.0);
        e.value = played_by_cycles(e.value, part / e.whole_or_part().duration().to_double());
    });
}

// Every second of all the steps that `count` pieces make in a cycle is silent.
Pattern gap(const Pattern& p, int count) {
    if (count < 1) return silence();
    const Pattern open = fast(slowcat({pure(Value::control(ControlName("n"), 1.0)), silence()}), Time(count));
    return apply_op(Op::set, Structure::mix, open, chop(p, count));
}

Pattern smash(Args a, const Pattern& p, Pattern (*cut)(const Pattern&, int)) {
    return patternify(a[0].pattern(), [p, cut, speeds = a[1].list()](const Value& count) {
        const Pattern pieces = cut(p, pieces_of(count));
        std::vector<Pattern> turns;
        for (const auto& by : speeds) {
            turns.push_back(patternify_time(by.pattern(), [pieces](Time t) { return slow(pieces, t); }));
        }
        return slowcat(std::move(turns));
    });
}

// A piece of the pattern for each number, faster or slower samples where the piece is squeezed or stretched.
Pattern chew(Args a, const Pattern& p) {
    return patternify(a[0].pattern(), [p, numbers = a[1].pattern()](const Value& v) {
        const int count = pieces_of(v);
        if (count < 1) return silence();
        return bind_events(Join::mix, numbers, [p, count](const Event& asked) {
            if (!asked.whole) return silence();
            const auto number = static_cast<std::int64_t>(std::clamp(std::floor(number_of(asked.value)), -1e9, 1e9));
            const Time from = Time(number).mod(Time(count)) / Time(count);
            const Time length(1, count);
            const Time begin = asked.whole->begin.fract(), end = begin + asked.whole->duration();
            const Time squeezed = length / asked.whole->duration();
            return compress(sped(zoom(p, from, from + length), squeezed.to_double()), begin, end);
        });
    });
}

// For every event a cycle of `numbers`, squeezed into it, each a piece of the chopped pattern.
Pattern splat(Args a, const Pattern& p) {
    return patternify(a[0].pattern(), [p, inner = a[1].pattern()](const Value& v) {
        const Pattern squeezed = squeeze_bind(p, [inner](const Value&) { return inner; });
        return apply_op(Op::set, Structure::in, chop(p, pieces_of(v)), squeezed);
    });
}

constexpr auto transform = WordKind::transform;
constexpr auto number = ParamKind::number;
const Param pieces{"pieces", number, "into how many pieces"};

std::vector<Word> cutting_words() {
    return {
        {"chop",
         {},
         "samples",
         "Cuts each sound into pieces, played one after the other in its own time.",
         transform,
         {pieces},
         R"(d1 $ chop 4 $ s "oh*2 [bd sn]")",
         {"striate", "slice"},
         by_count<chop>},
        {"striate",
         {},
         "samples",
         "Plays the first piece of every sound, then the second of every sound, and so on.",
         transform,
         {pieces},
         R"(d1 $ striate 2 $ s "bd sn hh cp")",
         {"chop", "striateBy"},
         by_count<striate>},
        {"striateBy",
         {"striate'"},
         "samples",
         "As `striate`, with pieces of a length of their own, which may overlap.",
         transform,
         {pieces, {"length", number, "the length of a piece, as a share of the sample"}},
         R"(d1 $ striateBy 4 0.5 $ s "bd sn")",
         {"striate"},
         [](Args a, const Pattern& p) {
             return patternify2(a[0].pattern(), a[1].pattern(), [p](const Value& count, const Value& length) {
                 return striate_by(p, pieces_of(count), number_of(length));
             });
         }},
        {"slice",
         {},
         "samples",
         "Cuts a sample into pieces and plays them by number.",
         transform,
         {{"pieces", number, "how many equal pieces"}, {"numbers", number, "which piece when, 0 the first"}},
         R"(d1 $ slice 8 "0 2 [3 1] 7" $ s "oh")",
         {"splice", "randslice", "chop"},
         equal_cuts<slice>},
        {"sliceAt",
         {},
         "samples",
         "As `slice`, with pieces that begin where a list says.",
         transform,
         {{"begins", ParamKind::list, "where the pieces begin, as `[0, 0.3, 0.5]`; each ends where the next begins"},
          {"numbers", number, "which piece when, 0 the first"}},
         R"(d1 $ sliceAt [0, 0.3, 0.5] "0 2 1 2" $ s "oh")",
         {"slice"},
         slice_at},
        {"splice",
         {},
         "samples",
         "As `slice`, with every piece sped up or slowed down to fill its step.",
         transform,
         {{"pieces", number, "how many equal pieces"}, {"numbers", number, "which piece when, 0 the first"}},
         R"(d1 $ splice 8 "0 2 [3 1] 7" $ s "oh")",
         {"slice", "loopAt"},
         equal_cuts<splice>},
        {"randslice",
         {},
         "samples",
         "Plays one random piece of the samples in each cycle.",
         transform,
         {pieces},
         R"(d1 $ randslice 8 $ s "oh")",
         {"slice"},
         by_count<random_slice>},
        {"gap",
         {},
         "samples",
         "Chops sounds and leaves out every second step.",
         transform,
         {pieces},
         R"(d1 $ gap 8 $ s "oh")",
         {"chop"},
         by_count<gap>},
        {"chew",
         {},
         "samples",
         "Plays pieces of the pattern by number, with samples sped up as far as the piece is.",
         transform,
         {pieces, {"numbers", number, "which piece when, 0 the first"}},
         R"(d1 $ chew 4 "0 [1 2]*2 3" $ s "bd sn hh cp")",
         {"slice"},
         chew},
    };
}

std::vector<Word> fitting_words() {
    const Param lengths{"lengths", ParamKind::list, "how many cycles each pass takes, as `[2, 3, 4]`"};
    return {
        {"loopAt",
         {"loopat"},
         "samples",
         "Fits a sample to a number of cycles.",
         transform,
         {{"cycles", ParamKind::time, "how long the sample lasts"}},
         R"(d1 $ loopAt 2 $ chop 8 $ s "oh")",
         {"fit", "splice"},
         by_time<loop_at>},
        {"fit",
         {},
         "samples",
         "Fits every sample to the length of its event.",
         transform,
         {},
         R"(d1 $ fit $ s "oh oh*2")",
         {"loopAt"},
         fit},
        {"smash",
         {},
         "samples",
         "Striates, each cycle stretched over another length.",
         transform,
         {pieces, lengths},
         R"(d1 $ smash 3 [2, 3, 4] $ s "bd sn")",
         {"striate", "smash'"},
         [](Args a, const Pattern& p) { return smash(a, p, striate); }},
        {"smash'",
         {},
         "samples",
         "As `smash`, with `chop` in place of `striate`.",
         transform,
         {pieces, lengths},
         R"(d1 $ smash' 4 [2, 3, 4] $ s "bd sn")",
         {"smash"},
         [](Args a, const Pattern& p) { return smash(a, p, chop); }},
        {"splat",
         {},
         "samples",
         "Chops sounds, with a cycle of another pattern squeezed into each of them.",
         transform,
         {pieces, {"controls", ParamKind::pattern, "what is squeezed into every sound and set on its pieces"}},
         R"(d1 $ splat 4 (n "0 1") $ s "bd sn")",
         {"chop", "squeeze"},
         splat},
        {"grain",
         {},
         "samples",
         "A short piece of a sample: `begin` and `end` in one.",
         WordKind::control,
         {{"begin", number, "where the piece begins, 0 to 1"}, {"length", number, "how long it is"}},
         R"(d1 $ s "oh*4" # grain "0 0.25 0.5 0.75" 0.1)",
         {"chop"},
         [](Args a, const Pattern&) {
             return app_left(a[0].pattern(), a[1].pattern(), [](const Value& begin, const Value& length) {
                 const double from = number_of(begin);
                 return Value::controls({{begin_name(), from}, {end_name(), from + number_of(length)}});
             });
         }},
    };
}

}  // namespace

std::vector<Word> samples_words() {
    std::vector<Word> rows = cutting_words();
    for (auto& row : fitting_words()) rows.push_back(std::move(row));
    return rows;
}

}  // namespace phonon::pattern
