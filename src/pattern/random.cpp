#include "pattern/random.hpp"

#include <cmath>

#include "pattern/notes.hpp"

namespace phonon::pattern {

namespace {

constexpr std::int64_t range = std::int64_t{1} << 29;

// Shifts left as unsigned: bits pushed out are lost, as in Haskell's Int.
constexpr std::int64_t left(std::int64_t x, int by) noexcept {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(x) << by);
}

constexpr std::int64_t scramble(std::int64_t x) noexcept {
    const std::int64_t a = left(x, 13) ^ x;
    const std::int64_t b = (a >> 17) ^ a;
    return left(b, 5) ^ b;
}

// A seed moves every choice along Tidal's one stream, by as many cycles; the stream comes round after `period` of them.
constexpr std::int64_t period = 300;

Time moved(Time t, std::uint64_t seed) noexcept { return t + Time(static_cast<std::int64_t>(seed) % period); }

std::int64_t state_at(Time t) noexcept {
    // trunc(frac(t / 300) * 2^29), towards zero, exactly: t = n/d gives trunc((n mod 300 d) * 2^29 / (300 d)).
    const __int128 round = static_cast<__int128>(t.den()) * period;
    const __int128 within = static_cast<__int128>(t.num()) % round;
    std::int64_t start = 0;
    if (within < (__int128{1} << 96) && within > -(__int128{1} << 96)) {
        start = static_cast<std::int64_t>(within * range / round);
    }
    return scramble(start);
}

double unit(std::int64_t state) noexcept {
    const std::int64_t floored = ((state % range) + range) % range;
    return static_cast<double>(floored) / static_cast<double>(range);
}

}  // namespace

double rand_at(Time t, std::uint64_t seed) noexcept {
    t = moved(t, seed);
    if (!t.valid()) return 0.0;
    if (t == Time(0)) return 0.5;
    return unit(state_at(t));
}

std::vector<double> rands_at(Time t, int count, std::uint64_t seed) {
    std::vector<double> out;
    if (count <= 0) return out;
    if (count == 1) return {rand_at(t, seed)};
    // At time 0 the state is 0 and would stay so; Tidal reads another time instead.
    t = moved(t, seed);
    std::int64_t state = state_at(t == Time(0) ? Time(9999999) : t);
    for (int i = 0; i < count; ++i) {
        out.push_back(unit(state));
        state = scramble(state);
    }
    return out;
}

Pattern rand_pattern(Time shift) {
    return make_pattern([shift](const TimeSpan& span, const QueryContext& context, Events& out) {
        if (context.spend()) push_sample(span, rand_at(span.begin + shift, context.seed), context, out);
    });
}

Pattern irand(double limit) {
    return with_value(rand_pattern(), [limit](const Value& v) { return Value(std::floor(v.number_or(0.0) * limit)); });
}

Pattern perlin() {
    return make_pattern([](const TimeSpan& span, const QueryContext& context, Events& out) {
        if (!context.spend()) return;
        const Time cycle = span.begin.floor();
        const double x = (span.begin - cycle).to_double();
        const double a = rand_at(cycle, context.seed);
        const double b = rand_at(cycle + Time(1), context.seed);
        const double smooth = x * x * x * (x * (x * 6.0 - 15.0) + 10.0);
        push_sample(span, a + smooth * (b - a), context, out);
    });
}

Pattern degrade_by_using(const Pattern& chance, double amount, const Pattern& p) {
    const Pattern paired = app_left(p, chance, [](const Value& v, const Value& c) { return Value::list({v, c}); });
    const Pattern kept =
        filter_values(paired, [amount](const Value& v) { return number_of(v.as_list()[1]) >= amount; });
    return with_value(kept, [](const Value& v) { return v.as_list()[0]; });
}

Pattern degrade_by(const Pattern& p, double amount, Time shift) {
    if (p.is_silence()) return p;
    return make_pattern(
        [p, amount, shift](const TimeSpan& span, const QueryContext& context, Events& out) {
            const std::size_t from = out.size();
            p.query(span, context, out);
            retain_since(out, from, [&](const Event& e) {
                return !e.is_apart() && rand_at(e.whole_or_part().begin + shift, context.seed) >= amount;
            });
        },
        p.steps());
}

}  // namespace phonon::pattern
