// Stepwise words, choices and pieces of samples: what must hold whatever the numbers are.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "pattern/combine.hpp"
#include "pattern/mini.hpp"
#include "pattern/notes.hpp"
#include "pattern/word.hpp"

using namespace phonon::pattern;

namespace {

Pattern apply(std::string_view name, const ArgList& args, const Pattern& p = silence()) {
    return find_word(name)->apply(args, p);
}

Pattern sound(std::string_view text) { return parse_mini(text, {MiniBase::sample, 0, {}}).value(); }
Pattern raw(std::string_view text) { return parse_mini(text).value(); }

double number_in_event(const Event& e, std::string_view name) {
    const Value* found = e.value.find(ControlName(name));
    return found ? found->number_or(-1) : -1;
}

// The words that a cycle of `p` begins, in order.
std::string heard(const Pattern& p, int cycle = 0) {
    std::string text;
    auto events = p.query({Time(cycle), Time(cycle + 1)});
    std::stable_sort(events.begin(), events.end(),
                     [](const Event& a, const Event& b) { return a.part.begin < b.part.begin; });
    for (const auto& e : events) {
        if (!e.has_onset()) continue;
        if (!text.empty()) text += ' ';
        text += e.value.as_text();
    }
    return text;
}

}  // namespace

TEST_CASE("take and drop share out the steps") {
    rc::check([] {
        const int count = *rc::gen::inRange(1, 9);
        const int taken = *rc::gen::inRange(1, 9);
        std::string text;
        for (int i = 0; i < count; ++i) text += fmt::format("w{} ", i);
        const Pattern p = raw(text);
        const auto left = [&](std::string_view word, int by) {
            return apply(word, {{pure(by)}}, p).steps().value_or(Time(0));
        };
        RC_ASSERT(left("take", taken) == Time(std::min(taken, count)));
        RC_ASSERT(left("drop", taken) == Time(std::max(count - taken, 0)));
        if (taken >= count) return;
        const std::string whole = heard(p);
        const std::string first = heard(apply("take", {{pure(taken)}}, p));
        const std::string rest = heard(apply("drop", {{pure(-taken)}}, p));
        RC_ASSERT(fmt::format("{} {}", first, rest) == whole);
    });
}

TEST_CASE("steps add up") {
    const Pattern joined = apply("stepcat", {{ArgList{{raw("a b c")}, {raw("d e")}}}});
    CHECK(joined.steps() == Time(5));
    CHECK(heard(joined) == "a b c d e");
    CHECK(apply("shrink", {{pure(1)}}, raw("a b c d")).steps() == Time(10));
    CHECK(apply("polymeter", {{ArgList{{raw("a b")}, {raw("c d e")}}}}).steps() == Time(6));
    CHECK(heard(apply("pace", {{pure(2)}}, raw("a b c")), 1) == "c a");
    CHECK(heard(apply("zip", {{ArgList{{raw("a b")}, {raw("c d")}}}})) == "a c");
}

TEST_CASE("a patterned number of steps is joined step by step") {
    CHECK(heard(apply("take", {{raw("1 2")}}, raw("a b c"))) == "a a b");
    CHECK(heard(apply("stepcat", {{ArgList{{apply("extend", {{pure(2)}}, raw("a b"))}, {raw("c")}}}})) == "a b a b c");
}

TEST_CASE("picking by number and by name") {
    const ArgList list{{raw("a b")}, {raw("c")}};
    CHECK(heard(apply("pick", {{list}, {raw("<0 1 7>")}}), 2) == "c");
    CHECK(heard(apply("pickmod", {{list}, {raw("<0 1 2>")}}), 2) == "a b");
    CHECK(heard(apply("inhabit", {{list}, {raw("0 1")}})) == "a b c");
    const ArgList named{{ArgList{{pure(Value::text("verse"))}, {raw("a b")}}},
                        {ArgList{{pure(Value::text("end"))}, {raw("c")}}}};
    CHECK(heard(apply("pickRestart", {{named}, {raw("<verse end>")}}), 1) == "c");
    CHECK(heard(apply("pick", {{named}, {raw("nothing")}})).empty());
    CHECK(heard(apply("ur", {{pure(2)}, {raw("verse end")}, {named}, {ArgList{}}}), 1) == "c");
    CHECK(heard(apply("squeeze", {{raw("1 0")}, {list}})) == "c a b");
    CHECK(heard(apply("select", {{raw("0.9")}, {list}})) == "c");
}

TEST_CASE("the pieces of a chopped sound lie end to end and cover what it played") {
    rc::check([] {
        const int pieces = *rc::gen::inRange(1, 40);
        const Pattern whole = with_value(sound("bd"), [](const Value& v) {
            return v.with(ControlName("begin"), 0.25).with(ControlName("end"), 0.75);
        });
        const auto events = apply("chop", {{pure(pieces)}}, whole).query({Time(0), Time(1)});
        RC_ASSERT(static_cast<int>(events.size()) == pieces);
        double at = 0.25;
        Time time(0);
        for (const auto& e : events) {
            RC_ASSERT(std::abs(number_in_event(e, "begin") - at) < 1e-12);
            RC_ASSERT(e.whole->begin == time);
            at = number_in_event(e, "end");
            time = e.whole->end;
        }
        RC_ASSERT(std::abs(at - 0.75) < 1e-12);
        RC_ASSERT(time == Time(1));
    });
}

TEST_CASE("splice plays every piece exactly as long as its step") {
    const auto events = apply("splice", {{pure(8)}, {raw("0 [2 1] 5")}}, sound("break")).query({Time(0), Time(1)});
    REQUIRE(events.size() == 4);
    for (const auto& e : events) {
        const double length = number_in_event(e, "end") - number_in_event(e, "begin");
        CHECK(length / number_in_event(e, "speed") == doctest::Approx(e.whole->duration().to_double()));
    }
}

TEST_CASE("words with no pieces are silent, not wrong") {
    for (const std::string_view word : {"chop", "striate", "randslice", "gap"}) {
        CHECK(apply(word, {{pure(0)}}, sound("bd")).query({Time(0), Time(1)}).empty());
    }
    CHECK(apply("loopAt", {{pure(0)}}, sound("bd")).query({Time(0), Time(1)}).empty());
}
