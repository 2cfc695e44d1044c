// How long queries of patterns take: ten patterns as people write them, asked cycle by cycle.
//
//     bench_patterns [NAME]     times all of them, or those whose name contains NAME
//
// For each: microseconds a cycle (the best of several rounds, so that other work on the machine counts least), events a
// cycle, nanoseconds an event.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <string>
#include <vector>

#include "pattern/combine.hpp"
#include "pattern/mini.hpp"
#include "pattern/operators.hpp"
#include "pattern/random.hpp"
#include "pattern/signals.hpp"
#include "pattern/word.hpp"

namespace {

using namespace phonon::pattern;

Pattern mini(std::string_view text, MiniBase base = MiniBase::raw) {
    MiniOptions options;
    options.base = base;
    return parse_mini(text, options).value();
}

Pattern sound(std::string_view text) { return mini(text, MiniBase::sample); }

Pattern control(std::string_view name, const Pattern& values) {
    return with_value(values, [name = ControlName(name)](const Value& v) { return Value::control(name, v); });
}

Pattern control(std::string_view name, std::string_view text, MiniBase base = MiniBase::number) {
    return control(name, mini(text, base));
}

// `left # right`
Pattern with(const Pattern& left, const Pattern& right) { return apply_op(Op::set, Structure::in, left, right); }

Pattern word(std::string_view name, ArgList args, const Pattern& target = silence()) {
    return find_word(name)->apply(args, target);
}

Arg number(std::string_view text) { return {mini(text, MiniBase::number)}; }

Transform transform(std::string_view name, ArgList args = {}) {
    return [name, args = std::move(args)](const Pattern& p) { return word(name, args, p); };
}

struct Case {
    std::string name;
    Pattern pattern;
};

std::vector<Case> cases() {
    const Pattern break_loop = with(sound("break*2"), control("speed", "1 1.5"));
    const Pattern chords = with(control("note", "<c'maj7 a'min7 f'maj7 g'dom7>"), sound("superpiano"));
    const Pattern drums = stack({sound("bd ~ [~ bd] ~"), sound("~ rim ~ rim"), sound("hh*8?0.3")});
    const Pattern melody =
        with(word("scale", {{mini("c4:minor", MiniBase::word)}}, control("n", "0 2 [4 7] <9 11 12>")), sound("pluck"));
    const Pattern noise_gain = control("gain", range_pattern(perlin(), pure(0.2), pure(0.5)));
    const Pattern rhythm = stack({sound("bd(<3 5>,8,<0 2>)"), sound("{bd sn cp}%8"), sound("hh*<2 3 4>")});
    return {
        {"four on the floor", sound("bd*4")},
        {"drum kit with chance", drums},
        {"euclids and polymeters", rhythm},
        {"melody in a scale", with(melody, control("bright", "3 6 9"))},
        {"arpeggio with an echo", word("off", {number("0.125"), {transform("fast", {number("2")})}},
                                       word("arp", {{mini("<up pinkyup>", MiniBase::word)}}, chords))},
        {"random notes",
         with(with(control("n", segment(irand(12), Time(8))), noise_gain), control("pan", rand_pattern()))},
        {"chopped break", word("loopAt", {number("2")}, word("chop", {number("16")}, break_loop))},
        {"sliced break", word("slice", {number("8"), number("0 1 <2 2*2> 3 [4 0] 5 6 7")}, sound("break"))},
        {"jux and signal",
         word("jux", {{transform("rev")}},
              with(sound("hh*16"), control("gain", range_pattern(saw_signal(), pure(0.3), pure(0.9)))))},
        {"stut of many", word("jux", {{transform("rev")}},
                              word("stut", {number("16"), number("0.8"), {pure(1.0 / 64)}},
                                   with(sound("bd*32"), control("gain", pure(0.02)))))},
    };
}

struct Timing {
    double microseconds = 0;  // a cycle
    double events = 0;        // a cycle
};

Timing measure(const Pattern& p) {
    using Clock = std::chrono::steady_clock;
    constexpr int rounds = 9;
    constexpr auto shortest_round = std::chrono::milliseconds(20);
    Timing best{1e300, 0};
    for (int round = 0; round < rounds; ++round) {
        std::size_t events = 0;
        std::int64_t cycle = 0;
        const auto begin = Clock::now();
        auto end = begin;
        do {
            for (int i = 0; i < 8; ++i, ++cycle) events += p.query({Time(cycle), Time(cycle + 1)}).size();
            end = Clock::now();
        } while (end - begin < shortest_round);
        const double a_cycle =
            std::chrono::duration<double, std::micro>(end - begin).count() / static_cast<double>(cycle);
        if (a_cycle < best.microseconds) best = {a_cycle, static_cast<double>(events) / static_cast<double>(cycle)};
    }
    return best;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string_view wanted = argc > 1 ? argv[1] : "";
    fmt::print("{:26} {:>10} {:>10} {:>10}\n", "pattern", "us/cycle", "events", "ns/event");
    for (const auto& one : cases()) {
        if (one.name.find(wanted) == std::string::npos) continue;
        const Timing timing = measure(one.pattern);
        fmt::print("{:26} {:10.2f} {:10.1f} {:10.0f}\n", one.name, timing.microseconds, timing.events,
                   1000.0 * timing.microseconds / std::max(timing.events, 1.0));
    }
    return 0;
}
