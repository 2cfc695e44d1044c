// Mini-notation, tree to pattern.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "pattern/combine.hpp"
#include "pattern/euclid.hpp"
#include "pattern/mini_ast.hpp"
#include "pattern/mini_atoms.hpp"
#include "pattern/mini_lex.hpp"
#include "pattern/notes.hpp"
#include "pattern/operators.hpp"
#include "pattern/random.hpp"
#include "pattern/sequence.hpp"

namespace phonon::pattern {

namespace mini {

namespace {

// `a .. b`, downwards where b is smaller.
Pattern number_range(double from, double to) {
    const double low = std::min(from, to);
    const auto count = static_cast<std::int64_t>(
        std::clamp(std::floor(std::fabs(to - from) + 0.5) + 1.0, 1.0, static_cast<double>(most_repeats)));
    std::vector<Pattern> steps;
    for (std::int64_t i = 0; i < count; ++i) steps.push_back(pure(low + static_cast<double>(i)));
    if (to < from) std::reverse(steps.begin(), steps.end());
    return fastcat(std::move(steps));
}

// One of `options` in each cycle, never reaching over the end of the cycle.
Pattern choose_by_cycle(std::vector<Pattern> options, int seed) {
    return make_pattern([options = std::move(options), shift = Time(seed, 10000)](
                            const TimeSpan& span, const QueryContext& context, Events& out) {
        for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
            const double drawn = rand_at(cycle + shift, context.seed) * static_cast<double>(options.size());
            const std::size_t from = out.size();
            options[std::min(static_cast<std::size_t>(drawn), options.size() - 1)].query(piece, context, out);
            retain_since(out, from, [&](Event& e) {
                if (!e.whole) return true;
                e.whole = intersect(*e.whole, {cycle, cycle + Time(1)});
                return e.whole.has_value();
            });
        });
    });
}

class Builder {
public:
    Builder(const MiniOptions& options, bool strudel, std::vector<MiniFault>& faults)
        : options_(options), strudel_(strudel), faults_(faults) {}

    Pattern build(const Node& node, MiniBase base) {
        switch (node.kind) {
            case Kind::rest: return silence().with_steps(Time(1));
            case Kind::atom: return read_atom(node, base, options_, faults_);
            case Kind::bus: return bus(node);
            case Kind::group: return group(node, base);
            case Kind::alternate:
            case Kind::polymeter: return polymeter(node, base);
            case Kind::choice: return choice(node, base);
            case Kind::fast:
            case Kind::slow: return speed(node, base);
            case Kind::degrade: return degrade_by(build(*node.args[0], base), node.amount, Time(node.seed, 10000));
            case Kind::euclid: return euclidean(node, base);
            case Kind::range: return range(node, base);
            case Kind::chord: return chord(node, base);
            case Kind::sample: return sample(node, base);
        }
        return silence();
    }

private:
    struct Built {
        Time total{0};  // sum of the weights
        Pattern pattern;
    };

    // In Strudel the rhythm is laid over the step, which goes on underneath; in Tidal every onset has the whole step.
    Pattern euclidean(const Node& node, MiniBase base) {
        const Pattern inner = build(*node.args[0], base);
        const Pattern rotation = node.args.size() > 3 ? number(*node.args[3]) : pure(0);
        const Pattern hits = number(*node.args[1]), steps = number(*node.args[2]);
        if (!strudel_) return euclid(inner, hits, steps, rotation);
        const Pattern to_the_right = with_value(rotation, [](const Value& v) { return Value(-number_of(v)); });
        return app_left(euclid(pure(Value::boolean(true)), hits, steps, to_the_right), inner,
                        [](const Value&, const Value& v) { return v; });
    }

    Built build_row(const Row& row, MiniBase base) {
        Built built;
        std::vector<Weighted> parts;
        for (const auto& step : row) {
            const Pattern pattern = build(*step.node, base);
            for (std::int64_t i = 0; i < step.count; ++i) {
                if (parts.size() >= static_cast<std::size_t>(most_repeats)) {
                    faults_.push_back({step.node->begin, step.node->end,
                                       fmt::format("a sequence has more than {} steps", most_repeats), ""});
                    return built;
                }
                parts.push_back({step.weight, pattern});
                built.total += step.weight;
            }
        }
        // A single step keeps the steps it has inside: "bd(3,8)" has eight.
        const bool single = parts.size() == 1 && parts.front().weight == Time(1);
        built.pattern = single     ? parts.front().pattern
                        : strudel_ ? timecat_by_query(std::move(parts))
                                   : timecat(std::move(parts));
        return built;
    }

    Pattern number(const Node& node) { return build(node, MiniBase::number); }

    Pattern group(const Node& node, MiniBase base) {
        std::vector<Pattern> layers;
        for (const auto& row : node.rows) layers.push_back(build_row(row, base).pattern);
        return stack(std::move(layers));
    }

    Pattern polymeter(const Node& node, MiniBase base) {
        std::vector<Built> rows;
        for (const auto& row : node.rows) {
            rows.push_back(build_row(row, base));
            if (!rows.back().total.valid() || rows.back().total <= Time(0)) rows.pop_back();
        }
        if (rows.empty()) return silence();
        const Pattern steps = node.kind == Kind::alternate ? pure(1)
                              : node.args.empty()          ? pure(rows.front().total.to_double())
                                                           : number(*node.args[0]);
        std::vector<Pattern> layers;
        for (const auto& row : rows) {
            layers.push_back(patternify_time(steps, [pattern = row.pattern, total = row.total](Time count) {
                return fast(pattern, count / total);
            }));
        }
        return stack(std::move(layers));
    }

    Pattern choice(const Node& node, MiniBase base) {
        std::vector<Pattern> options;
        for (const auto& row : node.rows) options.push_back(build_row(row, base).pattern);
        return choose_by_cycle(std::move(options), node.seed);
    }

    Pattern speed(const Node& node, MiniBase base) {
        const Pattern pattern = build(*node.args[0], base);
        const bool faster = node.kind == Kind::fast;
        return patternify_time(number(*node.args[1]), [pattern, faster](Time factor) {
            return faster ? fast(pattern, factor) : slow(pattern, factor);
        });
    }

    Pattern range(const Node& node, MiniBase base) {
        if (base == MiniBase::word || base == MiniBase::sample || base == MiniBase::boolean) {
            faults_.push_back({node.begin, node.end, "`..` counts numbers, and there are none here", ""});
            return silence();
        }
        const Pattern from = number(*node.args[0]);
        const Pattern to = number(*node.args[1]);
        const Pattern ends = app_both(from, to, [](const Value& a, const Value& b) { return Value::list({a, b}); });
        return patternify_mixed(
            ends, [](const Value& v) { return number_range(number_of(v.as_list()[0]), number_of(v.as_list()[1])); });
    }

    static Pattern patternify_mixed(const Pattern& argument, MakePattern make) {
        if (const Value* constant = argument.pure_value()) return make(*constant);
        return bind(Join::mix, argument, std::move(make));
    }

    Pattern chord(const Node& node, MiniBase base) {
        if (base != MiniBase::number) {
            faults_.push_back({node.begin, node.end, "chords can stand only where notes are expected", ""});
            return silence();
        }
        Pattern parts = with_value(number(*node.args[0]), [](const Value& root) { return Value::list({root}); });
        for (std::size_t i = 1; i < node.args.size(); ++i) {
            check_chord_words(*node.args[i], faults_);
            parts = app_both(parts, build(*node.args[i], MiniBase::word), [](const Value& list, const Value& part) {
                std::vector<Value> items = list.as_list();
                items.push_back(part);
                return Value::list(std::move(items));
            });
        }
        return uncollect(with_value(parts, [](const Value& list) { return chord_notes(list.as_list()); }));
    }

    Pattern sample(const Node& node, MiniBase base) {
        const Pattern names = build(*node.args[0], base);
        const Pattern numbers = number(*node.args[1]);
        if (base == MiniBase::sample) {
            return app_left(names, numbers,
                            [](const Value& name, const Value& n) { return name.with(ControlName("n"), n); });
        }
        return app_left(names, numbers, [](const Value& name, const Value& n) {
            return apply_op(Op::concat, apply_op(Op::concat, name, Value::text(":")), n);
        });
    }

    Pattern bus(const Node& node) {
        const Pattern* found = options_.bus ? options_.bus(node.text) : nullptr;
        if (found) return *found;
        faults_.push_back({node.begin, node.end, fmt::format("there is no bus `~{}` here", node.text),
                           fmt::format("a rest before a word is written with a blank: `~ {}`", node.text)});
        return silence();
    }

    const MiniOptions& options_;
    bool strudel_;
    std::vector<MiniFault>& faults_;
};

}  // namespace

}  // namespace mini

base::Result<Pattern, std::vector<MiniFault>> parse_mini(std::string_view text, const MiniOptions& options) {
    mini::Tree tree = mini::parse(text);
    Pattern pattern = mini::Builder(options, tree.strudel, tree.faults).build(*tree.root, options.base);
    if (tree.faults.empty()) return pattern;
    std::stable_sort(tree.faults.begin(), tree.faults.end(),
                     [](const MiniFault& a, const MiniFault& b) { return a.begin < b.begin; });
    return base::failure(std::move(tree.faults));
}

namespace {

std::vector<MiniAtom> words_of(std::string_view text, bool numbers) {
    std::vector<MiniFault> ignored;
    std::vector<MiniAtom> atoms;
    for (const auto& token : mini::lex(text, ignored)) {
        const bool bus = token.kind == mini::TokenKind::bus;
        const bool number = token.kind == mini::TokenKind::word && mini::read_number(token.text).has_value();
        if (numbers ? number : bus || (token.kind == mini::TokenKind::word && !number))
            atoms.push_back({std::string(token.text), token.begin, token.end, bus});
    }
    return atoms;
}

}  // namespace

std::vector<MiniAtom> mini_atoms(std::string_view text) { return words_of(text, false); }
std::vector<MiniAtom> mini_numbers(std::string_view text) { return words_of(text, true); }

}  // namespace phonon::pattern
