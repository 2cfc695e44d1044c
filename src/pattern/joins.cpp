// Patterns of patterns made into patterns (Tidal's joins).
#include <mutex>

#include "pattern/combine.hpp"
#include "pattern/refused.hpp"

namespace phonon::pattern {

namespace {

// Remembers the patterns made from the last few values: an argument such as "<2 3>" gives the same ones every cycle.
class Maker {
public:
    explicit Maker(MakePattern make) : make_(std::move(make)) {}

    Pattern operator()(const Value& value) const {
        {
            const std::lock_guard lock(mutex_);
            for (const auto& [key, made] : made_) {
                if (key == value) return made;
            }
        }
        Pattern fresh = make_(value);
        const std::lock_guard lock(mutex_);
        if (made_.size() < capacity) {
            made_.emplace_back(value, fresh);
        } else {
            made_[next_ % capacity] = {value, fresh};
            ++next_;
        }
        return fresh;
    }

private:
    static constexpr std::size_t capacity = 32;
    MakePattern make_;
    mutable std::mutex mutex_;
    mutable std::vector<std::pair<Value, Pattern>> made_;
    mutable std::size_t next_ = 0;
};

class BindNode final : public Pattern::Node {
public:
    using Make = std::function<Pattern(const Event&)>;
    BindNode(Join how, Pattern outer, Make make) : how_(how), outer_(std::move(outer)), make_(std::move(make)) {}

    void query(const TimeSpan& span, const QueryContext& context, Events& out) const override {
        const std::size_t from = out.size();
        outer_.query(span, context, out);
        const std::size_t to = out.size();
        for (std::size_t i = from; i < to; ++i) {
            if (!context.visit()) break;
            const Event outer = std::move(out[i]);
            if (!outer.whole && (how_ == Join::reset || how_ == Join::restart)) continue;
            const std::size_t mark = out.size();
            query_inner(outer, make_(outer), context, out);
            retain_since(out, mark, [&](Event& inner) { return settle(outer, inner) && context.usable(inner.part); });
        }
        out.erase(out.begin() + static_cast<std::ptrdiff_t>(from), out.begin() + static_cast<std::ptrdiff_t>(to));
    }

private:
    void query_inner(const Event& outer, const Pattern& inner, const QueryContext& context, Events& out) const {
        switch (how_) {
            case Join::mix:
            case Join::inner: inner.query(outer.part, context, out); break;
            case Join::outer: {
                const Time at = outer.whole_or_part().begin;
                const bool read_before = context.read_where_asked;
                inner.query({at, at}, context, out);
                if (outer.whole) context.read_where_asked = read_before;
                break;
            }
            case Join::squeeze: focus(inner, outer.whole_or_part()).query(outer.part, context, out); break;
            case Join::reset: late(inner, outer.whole->begin.fract()).query(outer.part, context, out); break;
            case Join::restart: late(inner, outer.whole->begin).query(outer.part, context, out); break;
        }
    }

    // Gives `inner` the times it has after joining; false where nothing is left of it.
    bool settle(const Event& outer, Event& inner) const {
        if (how_ == Join::outer) {
            inner.whole = outer.whole;
            inner.part = outer.part;
            return true;
        }
        const auto part = intersect(outer.part, inner.part);
        if (!part) return false;
        inner.part = *part;
        if (how_ == Join::inner) return true;
        if (!inner.whole || !outer.whole) {
            inner.whole = std::nullopt;
            return true;
        }
        inner.whole = intersect(*outer.whole, *inner.whole);
        return inner.whole.has_value();
    }

    Join how_;
    Pattern outer_;
    Make make_;
};

}  // namespace

Pattern bind(Join how, const Pattern& outer, MakePattern make) {
    if (outer.is_silence()) return silence();
    const auto maker = std::make_shared<const Maker>(std::move(make));
    return Pattern(std::make_shared<BindNode>(how, outer, [maker](const Event& e) { return (*maker)(e.value); }));
}

Pattern bind_events(Join how, const Pattern& outer, std::function<Pattern(const Event&)> make) {
    if (outer.is_silence()) return silence();
    return Pattern(std::make_shared<BindNode>(how, outer, std::move(make)));
}

Pattern patternify(const Pattern& argument, MakePattern make) {
    if (const Value* constant = argument.pure_value()) return make(*constant);
    return bind(Join::inner, argument, std::move(make));
}

Pattern patternify_time(const Pattern& argument, std::function<Pattern(Time)> make) {
    return patternify(argument, [make = std::move(make)](const Value& v) {
        const Time t = time_of(v);
        return t.valid() ? make(t) : inexact_time();
    });
}

Pattern patternify_number(const Pattern& argument, std::function<Pattern(double)> make) {
    return patternify(argument, [make = std::move(make)](const Value& v) { return make(v.number_or(0.0)); });
}

Pattern patternify2(const Pattern& a, const Pattern& b, std::function<Pattern(const Value&, const Value&)> make) {
    const Pattern both = app_both(a, b, [](const Value& x, const Value& y) { return Value::list({x, y}); });
    return patternify(both, [make = std::move(make)](const Value& v) { return make(v.as_list()[0], v.as_list()[1]); });
}

}  // namespace phonon::pattern
