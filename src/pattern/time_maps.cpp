// Patterns with their time line stretched, shifted, mirrored or cut.
#include <algorithm>

#include "pattern/combine.hpp"
#include "pattern/refused.hpp"

namespace phonon::pattern {

namespace {

// Moves every time t to t * scale + shift. Of two such nodes in a row one is made (see `affine`).
class AffineNode final : public Pattern::Node {
public:
    AffineNode(Pattern child, Time scale, Time shift)
        : child_(std::move(child)), scale_(scale), shift_(shift), speed_(Time(1) / scale) {}

    void query(const TimeSpan& span, const QueryContext& context, Events& out) const override {
        const TimeSpan asked{(span.begin - shift_) * speed_, (span.end - shift_) * speed_};
        if (!context.usable(asked)) return;
        if (const Value* constant = child_.pure_value()) {
            repeat(*constant, span, asked, context, out);
            return;
        }
        const std::size_t from = out.size();
        child_.query(asked, context, out);
        // Most events begin where the one before has ended, so each time is mapped once.
        Time inner = asked.begin;
        Time outer = span.begin;
        const auto map = [&](const TimeSpan& s) {
            const Time begin = s.begin == inner ? outer : forth(s.begin);
            inner = s.end;
            outer = forth(inner);
            return TimeSpan{begin, outer};
        };
        retain_since(out, from, [&](Event& e) {
            const bool complete = e.whole && *e.whole == e.part;
            e.part = map(e.part);
            if (complete) {
                e.whole = e.part;
            } else if (e.whole) {
                e.whole = TimeSpan{forth(e.whole->begin), forth(e.whole->end)};
            }
            return context.usable(e.part) && context.usable(e.whole_or_part());
        });
    }

    const Pattern& child() const noexcept { return child_; }
    Time scale() const noexcept { return scale_; }
    Time shift() const noexcept { return shift_; }

private:
    Time forth(Time t) const noexcept { return t * scale_ + shift_; }

    // A constant repeated: one boundary is computed for each event instead of four times mapped back.
    void repeat(const Value& value, const TimeSpan& span, const TimeSpan& asked, const QueryContext& context,
                Events& out) const {
        Time begin = forth(asked.begin.floor());
        for_each_cycle(asked, context, [&](const TimeSpan& piece, Time cycle) {
            if (!context.spend()) return;
            const TimeSpan whole{begin, forth(cycle + Time(1))};
            if (!context.usable(whole)) return;
            out.push_back(
                {whole,
                 {piece.begin == cycle ? whole.begin : span.begin, piece.end == asked.end ? span.end : whole.end},
                 value});
            begin = whole.end;
        });
    }

    Pattern child_;
    Time scale_;
    Time shift_;
    Time speed_;
};

}  // namespace

Pattern affine(const Pattern& p, Time scale, Time shift) {
    if (p.is_silence()) return p;
    if (!scale.valid() || !shift.valid()) return inexact_time();
    if (!(scale > Time(0))) return silence();
    if (scale == Time(1) && shift == Time(0)) return p;
    if (const auto* inner = dynamic_cast<const AffineNode*>(p.node())) {
        const Time joined = inner->scale() * scale;
        const Time moved = inner->shift() * scale + shift;
        if (joined == Time(1) && moved == Time(0)) return inner->child().with_steps(p.steps());
        if (joined.valid() && moved.valid() && (Time(1) / joined).valid()) {
            return Pattern(std::make_shared<AffineNode>(inner->child(), joined, moved), p.steps());
        }
    }
    return Pattern(std::make_shared<AffineNode>(p, scale, shift), p.steps());
}

Pattern fast(const Pattern& p, Time factor) {
    if (!factor.valid()) return inexact_time();
    if (factor == Time(0)) return silence();
    if (factor < Time(0)) return rev(fast(p, -factor));
    return affine(p, Time(1) / factor, Time(0));
}

Pattern slow(const Pattern& p, Time factor) { return fast(p, Time(1) / factor); }

Pattern early(const Pattern& p, Time cycles) { return affine(p, Time(1), -cycles); }

Pattern late(const Pattern& p, Time cycles) { return affine(p, Time(1), cycles); }

Pattern rev(const Pattern& p) {
    if (p.is_silence()) return p;
    return make_pattern(
        [p](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                const Time mirror = cycle + cycle + Time(1);
                const auto reflect = [mirror](const TimeSpan& s) { return TimeSpan{mirror - s.end, mirror - s.begin}; };
                const std::size_t from = out.size();
                if (piece.begin == piece.end) {
                    // A mirrored event holds its end instead of its beginning, so a point is asked by its whole cycle.
                    p.query({cycle, cycle + Time(1)}, context, out);
                } else {
                    p.query(reflect(piece), context, out);
                }
                retain_since(out, from, [&](Event& e) {
                    e.part = reflect(e.part);
                    if (e.whole) e.whole = reflect(*e.whole);
                    if (const auto seen = intersect(e.part, piece)) {
                        e.part = *seen;
                        return true;
                    }
                    return false;
                });
            });
        },
        p.steps());
}

Pattern focus(const Pattern& p, const TimeSpan& span) {
    const Time length = span.duration();
    if (!(length > Time(0))) return silence();
    return affine(p, length, span.begin - span.begin.floor() * length);
}

Pattern zoom(const Pattern& p, Time begin, Time end) {
    if (p.is_silence()) return p;
    const Time length = end - begin;
    if (!length.valid() || !(length > Time(0))) return silence();
    std::optional<Time> steps = p.steps();
    if (steps) steps = *steps * length;
    return make_pattern(
        [p, begin, length](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                const auto inwards = [&](Time t) { return cycle + begin + (t - cycle) * length; };
                // A whole that began in an earlier cycle is stretched from that cycle's beginning, as in Tidal.
                const auto outwards = [&](const TimeSpan& s, Time from_cycle) {
                    const auto at = [&](Time t) { return from_cycle + (t - from_cycle - begin) / length; };
                    return TimeSpan{at(s.begin), at(s.end)};
                };
                const std::size_t from = out.size();
                p.query({inwards(piece.begin), inwards(piece.end)}, context, out);
                retain_since(out, from, [&](Event& e) {
                    e.part = outwards(e.part, cycle);
                    if (e.whole) e.whole = outwards(*e.whole, std::min(cycle, e.whole->begin.floor()));
                    return context.usable(e.part) && context.usable(e.whole_or_part());
                });
            });
        },
        steps);
}

Pattern segment(const Pattern& p, Time count) {
    return app_left(fast(pure(Value()), count), p, [](const Value&, const Value& sampled) { return sampled; })
        .with_steps(count);
}

Pattern inside(const Pattern& p, Time factor, const std::function<Pattern(const Pattern&)>& f) {
    return fast(f(slow(p, factor)), factor);
}

Pattern loop_piece(const Pattern& p, Time begin, Time cycles) {
    if (!(cycles > Time(0))) return silence();
    const Pattern piece = slow(early(p, begin), Time(1) / cycles);
    return fast(per_cycle([piece](Time cycle) { return late(piece, cycle); }, p.steps()), Time(1) / cycles);
}

Pattern split_queries(const Pattern& p) {
    return make_pattern(
        [p](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time) { p.query(piece, context, out); });
        },
        p.steps());
}

Pattern per_cycle(std::function<Pattern(Time)> choose, std::optional<Time> steps) {
    return make_pattern(
        [choose = std::move(choose)](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context,
                           [&](const TimeSpan& piece, Time cycle) { choose(cycle).query(piece, context, out); });
        },
        steps);
}

Pattern filter_cycles(const Pattern& p, std::function<bool(Time)> keep) {
    return make_pattern(
        [p, keep = std::move(keep)](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                if (keep(cycle)) p.query(piece, context, out);
            });
        },
        p.steps());
}

Pattern with_query_time(const Pattern& p, TimeFunction query) {
    return make_pattern(
        [p, query = std::move(query)](const TimeSpan& span, const QueryContext& context, Events& out) {
            p.query({query(span.begin), query(span.end)}, context, out);
        },
        p.steps());
}

Pattern with_event_time(const Pattern& p, TimeFunction result) {
    return make_pattern(
        [p, result = std::move(result)](const TimeSpan& span, const QueryContext& context, Events& out) {
            const std::size_t from = out.size();
            p.query(span, context, out);
            retain_since(out, from, [&](Event& e) {
                e.part = {result(e.part.begin), result(e.part.end)};
                if (e.whole) e.whole = TimeSpan{result(e.whole->begin), result(e.whole->end)};
                return context.usable(e.part) && context.usable(e.whole_or_part());
            });
        },
        p.steps());
}

Pattern repeat_cycles(const Pattern& p, Time count) {
    const std::int64_t n = count.floor().num();
    if (n < 1) return silence();
    return make_pattern(
        [p, n](const TimeSpan& span, const QueryContext& context, Events& out) {
            for_each_cycle(span, context, [&](const TimeSpan& piece, Time cycle) {
                const Time source = (cycle / Time(n)).floor();
                late(p, cycle - source).query(piece, context, out);
            });
        },
        p.steps());
}

}  // namespace phonon::pattern
