// Random curves of two directions, random lists, and further signals.
#include <cmath>

#include "pattern/notes.hpp"
#include "pattern/random.hpp"
#include "pattern/signals.hpp"
#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr double two_pi = 6.283185307179586476925286766559;

// Noise over a plane, 0 to 1, from a random direction at each corner (Perlin, "Improving noise", 2002).
double noise_at(double x, double y, std::uint64_t seed) {
    const double left = std::floor(x), bottom = std::floor(y), fx = x - left, fy = y - bottom;
    const auto corner = [&](double cx, double cy) {
        const Time at = Time::from_double(cx) + Time::from_double(cy) * Time(1, 10000);
        const double angle = two_pi * rand_at(at, seed);
        return std::cos(angle) * (x - cx) + std::sin(angle) * (y - cy);
    };
    const auto eased = [](double t) { return t * t * t * (t * (t * 6.0 - 15.0) + 10.0); };
    const double sx = eased(fx), sy = eased(fy);
    const double low = (1 - sx) * corner(left, bottom) + sx * corner(left + 1, bottom);
    const double high = (1 - sx) * corner(left, bottom + 1) + sx * corner(left + 1, bottom + 1);
    return ((1 - sy) * low + sy * high + 1) / 2;
}

Pattern time_line() {
    return signal([](Time t) { return t.to_double(); });
}

Pattern plane_noise(const Pattern& x, const Pattern& y) {
    const Pattern places = app_both(x, y, [](const Value& a, const Value& b) {
        return Value::list({number_of(a), number_of(b)});
    });
    return make_pattern([places](const TimeSpan& span, const QueryContext& context, Events& out) {
        const std::size_t from = out.size();
        places.query(span, context, out);
        for (std::size_t i = from; i < out.size(); ++i) {
            const auto& pair = out[i].value.as_list();
            const double at_x = number_of(pair[0]), at_y = number_of(pair[1]);
            out[i].value = noise_at(at_x, at_y, context.seed);
        }
    });
}

// At each event a list of so many random numbers.
Pattern random_list(Args a, const Pattern&) {
    return patternify_number(a[0].pattern(), [](double count) {
        const int n = bounded_count(count, 4096);
        return make_pattern([n](const TimeSpan& span, const QueryContext& context, Events& out) {
            if (!context.spend()) return;
            std::vector<Value> values;
            for (const double x : rands_at(span.begin, n, context.seed)) values.emplace_back(x);
            push_sample(span, Value::list(std::move(values)), context, out);
        });
    });
}

Pattern random_of_time(Args, const Pattern& p) {
    return make_pattern(
        [p](const TimeSpan& span, const QueryContext& context, Events& out) {
            const std::size_t from = out.size();
            p.query(span, context, out);
            for (std::size_t i = from; i < out.size(); ++i) out[i].value = rand_at(time_of(out[i].value), context.seed);
        },
        p.steps());
}

Pattern steady(Args a, const Pattern&) {
    return patternify(a[0].pattern(), [](const Value& v) {
        return make_pattern([v](const TimeSpan& span, const QueryContext& context, Events& out) {
            if (context.spend()) push_sample(span, v, context, out);
        });
    });
}

double falling_triangle(Time t) {
    const double phase = (t - t.floor()).to_double();
    return std::fabs(1 - 2 * phase);
}

Pattern drop_by_chance(Args a, const Pattern& p) {
    return patternify_number(
        a[1].pattern(), [p, chance = a[0].pattern()](double amount) { return degrade_by_using(chance, amount, p); });
}

}  // namespace

std::vector<Word> noise_words() {
    constexpr auto number = ParamKind::number;
    const auto row = [](std::string_view name, std::string_view summary, std::vector<Param> params,
                        std::string_view example, std::function<Pattern(Args, const Pattern&)> apply) {
        return Word{
            name,    {},  "noise", summary, WordKind::pattern, std::move(params), example, {"rand"}, std::move(apply),
            nullptr, true};
    };
    return {
        row("rand2", "A new random number at every time, -1 to 1.", {}, R"(d1 $ s "hh*8" # speed (1 + rand2 * 0.2))",
            [](Args, const Pattern&) { return bipolar(rand_pattern()); }),
        row("perlin2", "A smooth random curve over time and one more direction.",
            {{"y", number, "the place in the other direction"}}, R"(d1 $ s "hh*8" # pan (perlin2 "0 0.5"))",
            [](Args a, const Pattern&) { return plane_noise(time_line(), a[0].pattern()); }),
        row("perlin2With", "A smooth random surface read at the places that two patterns name.",
            {{"x", number, "the place in one direction"}, {"y", number, "the place in the other"}},
            R"(d1 $ s "hh*8" # pan (perlin2With (saw * 4) (sine * 2)))",
            [](Args a, const Pattern&) { return plane_noise(a[0].pattern(), a[1].pattern()); }),
        row("itri", "Falls and rises in every cycle, 1 to 0 to 1.", {}, R"(d1 $ s "hh*8" # pan itri)",
            [](Args, const Pattern&) { return signal(falling_triangle); }),
        row("itri2", "Falls and rises in every cycle, 1 to -1 to 1.", {}, R"(d1 $ s "hh*8" # speed (1 + itri2 * 0.2))",
            [](Args, const Pattern&) { return bipolar(signal(falling_triangle)); }),
        row("steady", "One value at every time.", {{"value", number, "the value"}},
            R"(d1 $ s "hh*8" # pan (steady 0.2))", steady),
        row("perx", "How short each event is: 1 for a cycle, one more for each halving.", {},
            R"(d1 $ s "bd [sn sn]" # speed perx)",
            [](Args, const Pattern&) {
                return make_pattern([](const TimeSpan& span, const QueryContext& context, Events& out) {
                    const double length = span.duration().to_double();
                    if (context.spend()) push_sample(span, length > 0 ? 1 - std::log2(length) : 1.0, context, out);
                });
            }),
        row("randL", "Lists of so many random numbers.", {{"count", number, "how many"}},
            R"(d1 $ s "hh*8" # pan (uncollect $ segment 8 $ randL 2))", random_list),
        {"timeToRand",
         {"getRandsAtTime"},
         "noise",
         "The random number that `rand` has at each time of a pattern.",
         WordKind::transform,
         {},
         R"(d1 $ s "hh*4" # pan (timeToRand "0.1 0.2 0.3 0.4"))",
         {"rand"},
         random_of_time},
        {"degradeByWith",
         {},
         "noise",
         "As `degradeBy`, with chances from a pattern of one's own.",
         WordKind::transform,
         {{"chance", number, "read where each event begins"}, {"amount", number, "events with less are dropped"}},
         R"(d1 $ degradeByWith perlin 0.5 $ s "hh*8")",
         {"degradeBy"},
         drop_by_chance},
    };
}

}  // namespace phonon::pattern
