// What holds of every word in the table, whatever it does: names are unique, hostile arguments end, and a question
// asked in pieces has the answer of the whole.
#include <doctest/doctest.h>

#include <set>

#include "event_lists.hpp"
#include "pattern/combine.hpp"
#include "pattern/mini.hpp"
#include "pattern/random.hpp"
#include "pattern/word.hpp"

using namespace phonon;
using namespace phonon::pattern;

namespace {

Pattern numbers(std::string_view text) { return *parse_mini(text, {MiniBase::number, 0, {}}); }

Pattern sounds() {
    const Pattern p = *parse_mini("bd [sn hh:2] <cp oh>", {MiniBase::sample, 0, {}});
    return with_value(p, [](const Value& v) { return v.with(ControlName("gain"), 0.5); });
}

struct Sample {
    Pattern numbers;
    double constant;
};

Arg argument(ParamKind kind, const Sample& sample) {
    switch (kind) {
        case ParamKind::number:
        case ParamKind::time: return {sample.numbers};
        case ParamKind::boolean: return {*parse_mini("t <f t>", {MiniBase::boolean, 0, {}})};
        case ParamKind::word: return {pure(Value::text("fast"))};
        case ParamKind::pattern: return {*parse_mini("cp*3", {MiniBase::sample, 0, {}})};
        case ParamKind::transform: return {Transform([](const Pattern& p) { return fast(p, Time(2)); })};
        case ParamKind::choices:
        case ParamKind::list: return {ArgList{{sounds()}, {pure(2)}}};
        case ParamKind::constant: return {sample.constant};
        case ParamKind::text: return {std::string("a:ab,b:a")};
    }
    return {silence()};
}

Pattern applied(const Word& word, const Sample& sample) {
    ArgList args;
    for (const auto& param : word.params) args.push_back(argument(param.kind, sample));
    return word.apply(args, word.kind == WordKind::transform ? sounds() : silence());
}

Events discrete(Events events) {
    std::erase_if(events, [](const Event& e) { return !e.whole; });
    return events;
}

}  // namespace

TEST_CASE("no two words share a name") {
    std::set<std::string_view> seen;
    for (const auto& word : words()) {
        CAPTURE(word.name);
        CHECK(seen.insert(word.name).second);
        for (const auto alias : word.aliases) {
            CAPTURE(alias);
            CHECK(seen.insert(alias).second);
        }
    }
}

TEST_CASE("words refer to words that are there") {
    for (const auto& word : words()) {
        for (const auto other : word.see_also) {
            CAPTURE(word.name);
            CAPTURE(other);
            CHECK(find_word(other) != nullptr);
        }
    }
}

TEST_CASE("a word asked in pieces answers as asked at once") {
    const Sample sample{numbers("<2 3> 1"), 2};
    // `smooth` has other values in between; `chew` keeps only the fragments in which an event begins, as in Tidal.
    const std::set<std::string_view> by_query{"smooth", "chew"};
    for (const auto& word : words()) {
        if (word.continuous || by_query.contains(word.name)) continue;
        CAPTURE(word.name);
        const Pattern p = applied(word, sample);
        std::vector<TimeSpan> pieces;
        for (std::int64_t i = 0; i < 12; ++i) pieces.push_back({Time(i, 3), Time(i + 1, 3)});
        const Events whole = discrete(test::query_spans(p, {{Time(0), Time(4)}}));
        const Events parts = discrete(test::query_spans(p, pieces));
        const bool same = test::compare(parts, whole, true) >= test::Agreement::joined;
        CHECK(same);
        if (!same) MESSAGE("at once\n" << test::describe(whole) << "in pieces\n" << test::describe(parts));
    }
}

TEST_CASE("hostile arguments of words end") {
    for (const char* text : {"0", "1e9", "~"}) {
        for (const auto& word : words()) {
            CAPTURE(word.name);
            CAPTURE(std::string(text));
            const Pattern p = applied(word, {numbers(text), -1e300});
            CHECK(p.query({Time(0), Time(1)}).size() <= QueryContext::events_per_cycle * 2);
        }
    }
}

TEST_CASE("undegrade keeps what degrade drops") {
    const Pattern p = *parse_mini("hh*16", {MiniBase::sample, 0, {}});
    const Arg amount[] = {{pure(0.3)}};
    const Events kept = find_word("degradeBy")->apply(amount, p).query({Time(0), Time(8)});
    const Events dropped = find_word("unDegradeBy")->apply(amount, p).query({Time(0), Time(8)});
    CHECK(kept.size() + dropped.size() == 128);
    for (const Event& e : dropped) CHECK(rand_at(e.whole->begin, 0) < 0.3);
}

TEST_CASE("shuffle plays every part once") {
    const Arg parts[] = {{pure(8)}};
    const Pattern p = find_word("shuffle")->apply(parts, numbers("0 .. 7"));
    for (int cycle = 0; cycle < 20; ++cycle) {
        std::set<double> seen;
        for (const Event& e : p.query({Time(cycle), Time(cycle + 1)})) seen.insert(e.value.number_or(-1));
        CHECK(seen.size() == 8);
    }
}

TEST_CASE("a seed gives the choices of so many cycles later") {
    const Pattern p = *parse_mini("hh*64", {MiniBase::sample, 0, {}});
    const Arg amount[] = {{pure(0.5)}};
    const Pattern thin = find_word("degradeBy")->apply(amount, p);
    QueryContext other;
    other.seed = 3;
    const TimeSpan cycle{Time(0), Time(1)};
    CHECK(test::compare(thin.query(cycle), thin.query(cycle, other), true) == test::Agreement::none);
    const Arg seed[] = {{pure(5)}};
    const Pattern seeded = find_word("seed")->apply(seed, thin);
    CHECK(test::compare(thin.query(cycle), seeded.query(cycle), true) == test::Agreement::none);
    Events later = thin.query({Time(5), Time(6)});
    for (Event& e : later) {
        e.part = {e.part.begin - Time(5), e.part.end - Time(5)};
        e.whole = TimeSpan{e.whole->begin - Time(5), e.whole->end - Time(5)};
    }
    CHECK(test::compare(seeded.query(cycle), later, true) == test::Agreement::equal);
    const Arg zero[] = {{pure(0)}};
    CHECK(test::compare(thin.query(cycle), find_word("seed")->apply(zero, thin).query(cycle), true) ==
          test::Agreement::equal);
}
