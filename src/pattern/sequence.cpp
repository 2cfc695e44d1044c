// Constants, layers and sequences: the nodes that make events rather than change them.
#include <algorithm>
#include <numeric>

#include "pattern/sequence.hpp"

namespace phonon::pattern {

namespace {

class PureNode final : public Pattern::Node {
public:
    explicit PureNode(Value value) : value_(std::move(value)) {}
    void query(const TimeSpan& span, const QueryContext& context, Events& out) const override {
        for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
            if (context.spend()) out.push_back({TimeSpan{cycle, cycle + Time(1)}, piece, value_});
        });
    }
    const Value* pure() const noexcept override { return &value_; }

private:
    Value value_;
};

class StackNode final : public Pattern::Node {
public:
    explicit StackNode(std::vector<Pattern> layers) : layers_(std::move(layers)) {}
    void query(const TimeSpan& span, const QueryContext& context, Events& out) const override {
        for (const auto& layer : layers_) {
            if (!context.visit()) return;
            layer.query(span, context, out);
        }
    }

private:
    std::vector<Pattern> layers_;
};

class SlowcatNode final : public Pattern::Node {
public:
    explicit SlowcatNode(std::vector<Pattern> patterns) : patterns_(std::move(patterns)) {}
    void query(const TimeSpan& span, const QueryContext& context, Events& out) const override {
        const auto count = static_cast<std::int64_t>(patterns_.size());
        for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
            const std::int64_t number = cycle.num();
            const std::int64_t index = ((number % count) + count) % count;
            const Time offset(number - (number - index) / count);
            const std::size_t from = out.size();
            patterns_[static_cast<std::size_t>(index)].query({piece.begin - offset, piece.end - offset}, context, out);
            if (offset == Time(0)) return;
            for (std::size_t i = from; i < out.size(); ++i) {
                Event& e = out[i];
                if (e.whole) e.whole = TimeSpan{e.whole->begin + offset, e.whole->end + offset};
                e.part = {e.part.begin + offset, e.part.end + offset};
            }
        });
    }

private:
    std::vector<Pattern> patterns_;
};

// Steps inside one cycle. Constants are made here directly; other patterns are squeezed into their step.
class SequenceNode final : public Pattern::Node {
public:
    // How the whole of an event that leaves the cycle of its query is squeezed.
    enum class Wholes : std::uint8_t {
        by_their_cycle,  // relative to the cycle in which it begins (Tidal's compress)
        by_query_cycle,  // relative to the cycle asked for (Tidal's fastcat)
    };
    struct Step {
        Time begin;
        Time end;
        Pattern pattern;
    };

    SequenceNode(std::vector<Step> steps, Wholes wholes) : wholes_(wholes) {
        steps_.reserve(steps.size());
        for (auto& step : steps) {
            if (step.pattern.is_silence() || !(step.begin < step.end)) continue;
            const Time width = step.end - step.begin;
            steps_.push_back({step.begin, step.end, width, step.pattern.pure_value(), std::move(step.pattern)});
        }
    }

    void query(const TimeSpan& span, const QueryContext& context, Events& out) const override {
        for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
            const TimeSpan asked{piece.begin - cycle, piece.end - cycle};
            auto step = steps_.begin();
            if (asked.begin != Time(0)) {
                step = std::upper_bound(steps_.begin(), steps_.end(), asked.begin,
                                        [](const Time& t, const Placed& s) { return t < s.end; });
            }
            const bool point = asked.begin == asked.end;
            for (; step != steps_.end(); ++step) {
                if (point ? asked.begin < step->begin : step->begin >= asked.end) break;
                const TimeSpan part{std::max(asked.begin, step->begin), std::min(asked.end, step->end)};
                if (step->constant) {
                    if (!context.spend()) return;
                    const TimeSpan whole{cycle + step->begin, cycle + step->end};
                    out.push_back({whole,
                                   {part.begin == step->begin ? whole.begin : cycle + part.begin,
                                    part.end == step->end ? whole.end : cycle + part.end},
                                   *step->constant});
                } else {
                    if (!context.visit()) return;
                    squeeze(*step, part, cycle, context, out);
                }
            }
        });
    }

private:
    struct Placed {
        Time begin;
        Time end;
        Time width;
        const Value* constant;  // kept alive by `pattern`
        Pattern pattern;
    };

    void squeeze(const Placed& step, const TimeSpan& part, Time cycle, const QueryContext& context, Events& out) const {
        const auto inwards = [&](Time t) { return cycle + (t - step.begin) / step.width; };
        const std::size_t from = out.size();
        step.pattern.query({inwards(part.begin), inwards(part.end)}, context, out);
        const auto outwards = [&](const TimeSpan& s, Time reference) {
            const Time base = reference + step.begin;
            return TimeSpan{base + (s.begin - reference) * step.width, base + (s.end - reference) * step.width};
        };
        retain_since(out, from, [&](Event& e) {
            const bool complete = e.whole && *e.whole == e.part;
            e.part = outwards(e.part, cycle);
            if (complete) {
                e.whole = e.part;
            } else if (e.whole) {
                e.whole = outwards(*e.whole, wholes_ == Wholes::by_their_cycle ? e.whole->begin.floor() : cycle);
            }
            return context.usable(e.part) && context.usable(e.whole_or_part());
        });
    }

    std::vector<Placed> steps_;
    Wholes wholes_;
};

Pattern sequence_of(std::vector<SequenceNode::Step> steps, SequenceNode::Wholes wholes, Time count) {
    const bool sounds = std::any_of(steps.begin(), steps.end(), [](const auto& s) { return !s.pattern.is_silence(); });
    if (!sounds) return silence().with_steps(count);
    return Pattern(std::make_shared<SequenceNode>(std::move(steps), wholes), count);
}

}  // namespace

Pattern pure(Value value) { return Pattern(std::make_shared<PureNode>(std::move(value)), Time(1)); }

Pattern silence() { return Pattern(); }

std::optional<Time> common_steps(const std::optional<Time>& a, const std::optional<Time>& b) {
    if (!a || !b || a->num() <= 0 || b->num() <= 0) return std::nullopt;
    // lcm(a/b, c/d) = lcm(a d, c b) / (b d), in lowest terms lcm(a, c) / gcd(b, d).
    const std::int64_t shared = std::gcd(a->num(), b->num());
    std::int64_t multiple = 0;
    if (__builtin_mul_overflow(a->num() / shared, b->num(), &multiple)) return std::nullopt;
    return Time(multiple, std::gcd(a->den(), b->den()));
}

Pattern stack(std::vector<Pattern> layers) {
    std::optional<Time> steps = layers.empty() ? std::nullopt : layers.front().steps();
    for (const auto& layer : layers) steps = common_steps(steps, layer.steps());
    std::erase_if(layers, [](const Pattern& p) { return p.is_silence(); });
    if (layers.empty()) return silence().with_steps(steps);
    if (layers.size() == 1) return layers.front().with_steps(steps);
    return Pattern(std::make_shared<StackNode>(std::move(layers)), steps);
}

Pattern slowcat(std::vector<Pattern> patterns) {
    if (patterns.empty()) return silence();
    if (patterns.size() == 1) return patterns.front();
    std::optional<Time> steps = patterns.front().steps();
    for (const auto& p : patterns) steps = common_steps(steps, p.steps());
    return Pattern(std::make_shared<SlowcatNode>(std::move(patterns)), steps);
}

Pattern fastcat(std::vector<Pattern> patterns) {
    if (patterns.empty()) return silence();
    if (patterns.size() == 1) return patterns.front();
    const auto count = static_cast<std::int64_t>(patterns.size());
    std::vector<SequenceNode::Step> steps;
    steps.reserve(patterns.size());
    for (std::int64_t i = 0; i < count; ++i) {
        steps.push_back({Time(i, count), Time(i + 1, count), std::move(patterns[static_cast<std::size_t>(i)])});
    }
    return sequence_of(std::move(steps), SequenceNode::Wholes::by_query_cycle, Time(count));
}

namespace {

Pattern weighted_sequence(std::vector<Weighted> parts, SequenceNode::Wholes wholes) {
    std::erase_if(parts, [](const Weighted& part) { return !(part.weight > Time(0)); });
    if (parts.empty()) return silence();
    Time total(0);
    for (const auto& part : parts) total += part.weight;
    if (!total.valid()) return silence();
    if (parts.size() == 1) return parts.front().pattern.with_steps(total);
    std::vector<SequenceNode::Step> steps;
    steps.reserve(parts.size());
    Time at(0);
    for (auto& part : parts) {
        const Time next = at + part.weight;
        steps.push_back({at / total, next / total, std::move(part.pattern)});
        at = next;
    }
    return sequence_of(std::move(steps), wholes, total);
}

}  // namespace

Pattern timecat(std::vector<Weighted> parts) {
    return weighted_sequence(std::move(parts), SequenceNode::Wholes::by_their_cycle);
}

Pattern timecat_by_query(std::vector<Weighted> parts) {
    return weighted_sequence(std::move(parts), SequenceNode::Wholes::by_query_cycle);
}

Pattern compress(const Pattern& p, Time begin, Time end) {
    if (!begin.valid() || !end.valid() || begin < Time(0) || end > Time(1) || !(begin < end)) return silence();
    std::vector<SequenceNode::Step> steps{{begin, end, p}};
    return sequence_of(std::move(steps), SequenceNode::Wholes::by_their_cycle, Time(1)).with_steps(p.steps());
}

Pattern fast_gap(const Pattern& p, Time factor) {
    if (!factor.valid() || factor <= Time(0)) return silence();
    return compress(p, Time(0), factor <= Time(1) ? Time(1) : Time(1) / factor);
}

}  // namespace phonon::pattern
