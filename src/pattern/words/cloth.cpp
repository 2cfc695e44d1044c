// Patterns woven into each other, and pieces of a pattern put to a new order of their own.
#include <algorithm>

#include "pattern/words/list_arguments.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

constexpr auto transform = WordKind::transform;

// n pieces of a pattern in the order in which a thread crosses the cloth, over n cycles.
Pattern thread(const std::vector<int>& order, int n, const Pattern& p) {
    std::vector<Pattern> pieces;
    for (const int i : order) pieces.push_back(zoom(p, Time(i, n), Time(i + 1, n)));
    return slow(fastcat(std::move(pieces)), Time(n));
}

Pattern alternate_gaps(const Pattern& p, int n, bool first) {
    const Pattern truth = pure(Value::boolean(true));
    const Pattern pairs = fast(first ? fastcat({truth, silence()}) : fastcat({silence(), truth}), Time(n, 2));
    const Pattern holes =
        per_cycle([pairs, back = rev(pairs)](Time cycle) { return cycle.num() % 2 == 0 ? back : pairs; });
    return app_left(p, holes, [](const Value& v, const Value&) { return v; });
}

// Two patterns as warp and weft: each is heard where it lies above the other.
Pattern tabby(Args a, const Pattern& q) {
    const int n = bounded_count(a[0].constant(), 64);
    if (n < 2) return stack({a[1].pattern(), q});
    std::vector<int> weft, warp;
    const int rows = 2 * (n / 2);
    for (int row = 0; row < rows; ++row)
        for (int i = 0; i < n; ++i) weft.push_back(row % 2 == 0 ? i : n - 1 - i);
    for (int column = 0; column < n; ++column)
        for (int row = 0; row < rows; ++row) warp.push_back(row % 2 == 0 ? column : n - 1 - column);
    return stack(
        {alternate_gaps(thread(warp, n, a[1].pattern()), n, true), alternate_gaps(thread(weft, n, q), n, false)});
}

Pattern stretched(const Pattern& p) {
    const Word* word = find_word("stretch");
    return word->apply({}, p);
}

// The parts of `p` under each number of `from`, laid out again as `to` says.
Pattern refit(Args a, const Pattern& p) {
    const Time cycles = constant_time(a[0].pattern(), Time(1));
    const int n = bounded_count(a[1].constant(), 256);
    if (n == 0 || !(cycles > Time(0))) return silence();
    const Pattern source = fast(p, cycles);
    const Pattern from = fast(a[2].pattern(), cycles);
    std::vector<Pattern> parts;
    for (int i = 0; i < n; ++i) {
        const Pattern here = filter_values(from, [i](const Value& v) { return number_of(v) == i; });
        parts.push_back(stretched(app_left(source, here, [](const Value& v, const Value&) { return v; })));
    }
    return bind_events(Join::squeeze, a[3].pattern(), [parts, n](const Event& e) {
        const Time turn = e.whole_or_part().begin.floor() * Time(n);
        const auto at = static_cast<std::int64_t>(number_of(e.value)) + turn.num();
        return parts[static_cast<std::size_t>(((at % n) + n) % n)];
    });
}

}  // namespace

std::vector<Word> cloth_words() {
    return {
        {"tabby",
         {},
         "cloth",
         "Weaves two patterns like cloth: each is heard where it lies above the other.",
         transform,
         {{"threads", ParamKind::constant, "how many threads lie side by side"},
          {"warp", ParamKind::pattern, "the other pattern"}},
         R"(d1 $ tabby 4 (s "bd*8") $ s "hh*8")",
         {"weave", "mask"},
         tabby},
        {"fit'",
         {},
         "cloth",
         "Takes the parts of a pattern under each number of one pattern, and lays them out as another says.",
         transform,
         {{"cycles", ParamKind::time, "how many cycles the parts are taken from"},
          {"count", ParamKind::constant, "how many parts there are"},
          {"from", ParamKind::number, "where the parts lie, as \"0 1\""},
          {"to", ParamKind::number, "how they are laid out, as \"1 0*2\""}},
         R"(d1 $ fit' 1 2 "0 1" "1 0*2" $ s "bd sn hh cp")",
         {"fitList", "bite"},
         refit},
    };
}

}  // namespace phonon::pattern
