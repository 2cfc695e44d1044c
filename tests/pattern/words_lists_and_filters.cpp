// Which events the words of lists, filters, scales with changes and steps in turn make.
#include <doctest/doctest.h>

#include <map>

#include "event_lists.hpp"
#include "pattern/combine.hpp"
#include "pattern/mini.hpp"
#include "pattern/operators.hpp"
#include "pattern/word.hpp"

using namespace phonon;
using namespace phonon::pattern;

namespace {

Pattern numbers(std::string_view text) { return *parse_mini(text, {MiniBase::number, 0, {}}); }
Pattern sounds(std::string_view text) { return *parse_mini(text, {MiniBase::sample, 0, {}}); }

Pattern call(std::string_view name, ArgList args, const Pattern& target = silence()) {
    const Word* word = find_word(name);
    REQUIRE_MESSAGE(word != nullptr, name);
    REQUIRE(word->params.size() == args.size());
    return word->apply(args, target);
}

Arg list(std::initializer_list<double> items) {
    ArgList made;
    for (const double x : items) made.push_back({pure(x)});
    return {made};
}

bool same(const Pattern& a, const Pattern& b, TimeSpan span = {0, 6}) {
    return test::compare(a.query(span), b.query(span), true) >= test::Agreement::joined;
}

Arg transform(std::string_view name, ArgList args = {}) {
    return {Transform([=](const Pattern& p) { return call(name, args, p); })};
}

}  // namespace

TEST_CASE("lists and runs are sequences") {
    CHECK(same(call("fromList", {list({1, 2, 3})}), numbers("<1 2 3>")));
    CHECK(same(call("fastFromList", {list({1, 2, 3})}), numbers("1 2 3")));
    CHECK(same(call("fromTo", {{pure(1)}, {pure(4)}}), numbers("1 2 3 4")));
    CHECK(same(call("fromTo", {{pure(3)}, {pure(0)}}), numbers("3 2 1 0")));
    CHECK(same(call("fromThenTo", {{pure(0)}, {pure(2)}, {pure(7)}}), numbers("0 2 4 6")));
    CHECK(same(call("pure", {{numbers("5")}}), numbers("5")));
}

TEST_CASE("a chain of chance goes only where it may") {
    const Arg matrix{ArgList{list({0, 1, 1}), list({1, 0, 0}), list({0, 1, 0})}};
    const Pattern chain = call("markovPat", {{pure(16)}, {pure(0)}, matrix});
    const std::map<double, std::vector<double>> may{{0, {1, 2}}, {1, {0}}, {2, {1}}};
    for (int cycle = 0; cycle < 20; ++cycle) {
        const Events events = chain.query({cycle, cycle + 1});
        REQUIRE(events.size() == 16);
        CHECK(events.front().value == Value(0));
        for (std::size_t i = 1; i < events.size(); ++i) {
            const auto& next = may.at(events[i - 1].value.number_or(-1));
            CHECK(std::count(next.begin(), next.end(), events[i].value.number_or(-1)) == 1);
        }
    }
}

TEST_CASE("permstep fills its steps, most evenly at first") {
    CHECK(same(call("permstep", {{8.0}, list({1, 2})}, pure(0)), numbers("1 1 1 1 2 2 2 2")));
    const Events other = call("permstep", {{8.0}, list({1, 2, 3})}, pure(0.7)).query({0, 1});
    CHECK(other.size() == 8);
}

TEST_CASE("filters keep what passes") {
    const Arg above{Transform([](const Pattern& p) { return apply_op(Op::greater, Structure::in, p, pure(2)); })};
    CHECK(same(call("filterValues", {above}, numbers("0 1 2 3 4")), numbers("~ ~ ~ 3 4")));
    CHECK(same(call("filterWhen", {above}, numbers("1 2")), numbers("<~ ~ [~ 2] [1 2] [1 2] [1 2]>"), {0, 6}));
    CHECK(same(call("collect", {}, numbers("[0,4,7] 5")), call("collect", {}, numbers("[0,4,7] 5"))));
    CHECK(call("collect", {}, numbers("[0,4,7] 5")).query({0, 1}).size() == 2);
    CHECK(same(call("uncollect", {}, call("collect", {}, numbers("[0,4,7] <5 6>"))), numbers("[0,4,7] <5 6>")));
    const Pattern tagged = stack({call("tag", {{std::string("low")}}, sounds("bd*2")), sounds("hh*3")});
    CHECK(same(call("hasTag", {{std::string("low")}}, tagged), call("tag", {{std::string("low")}}, sounds("bd*2"))));
    const Pattern split = call("as", {{std::string("note:gain")}, {*parse_mini("0:0.5 7", {MiniBase::word, 0, {}})}});
    const Events events = split.query({0, 1});
    REQUIRE(events.size() == 2);
    CHECK(events[0].value.to_json() == R"({"gain":0.5,"note":0})");
    CHECK(events[1].value.to_json() == R"({"note":7})");
}

TEST_CASE("a scale is changed by degrees") {
    const auto with = [](std::string_view scale, const Arg& change) {
        return call("scaleWith", {{pure(Value::text(scale))}, change}, numbers("0 .. 7"));
    };
    CHECK(same(with("minor", transform("raiseDegree", {{6.0}})), numbers("0 2 3 5 7 8 11 12")));
    CHECK(same(with("major", transform("lowerDegrees", {{1.0}, {2.0}})), numbers("0 1 3 5 7 9 11 12")));
}

TEST_CASE("steps and cycles in turn") {
    const Arg louder{Transform([](const Pattern& p) { return apply_op(Op::add, Structure::in, p, pure(10)); })};
    CHECK(same(call("s_nth", {{pure(4)}, louder}, numbers("0 1 2 3")), numbers("0 1 2 13")));
    CHECK(same(call("s_nth'", {{pure(4)}, louder}, numbers("0 1 2 3")), numbers("10 1 2 3")));
    CHECK(same(call("s_nthcycle", {{pure(2)}, louder}, numbers("<0 1>")), numbers("0 11")));
}

TEST_CASE("cloth, layers and squeezed factors") {
    CHECK(same(call("tabby", {{2.0}, {sounds("bd*4")}}, sounds("hh*4")).with_steps({}),
               call("tabby", {{2.0}, {sounds("bd*4")}}, sounds("hh*4"))));
    const Pattern woven = call("tabby", {{4.0}, {sounds("bd*8")}}, sounds("hh*8"));
    for (int cycle = 0; cycle < 8; ++cycle) CHECK(woven.query({cycle, cycle + 1}).size() == 8);
    CHECK(same(call("fastSqueeze", {{numbers("1 2")}}, numbers("0 1")), numbers("[0 1] [0 1 0 1]")));
    const ControlName pan("pan");
    const Arg layers{ArgList{{sounds("bd")}, {sounds("hh")}}};
    const Pattern places = with_value(numbers("0 1"), [pan](const Value& v) { return Value::control(pan, v); });
    const Events events = call("stackwith", {{places}, layers}).query({0, 1});
    REQUIRE(events.size() == 4);
    CHECK(events[0].value.find(pan)->number_or(-1) == 0);
    CHECK(events[2].value.find(pan)->number_or(-1) == 1);
}

TEST_CASE("structures of operators have names of their own") {
    const auto op = [](std::string_view name) { return call(name, {{numbers("10 20")}}, numbers("1 2 3")); };
    CHECK(same(op("add"), apply_op(Op::add, Structure::in, numbers("1 2 3"), numbers("10 20"))));
    CHECK(same(op("add.out"), apply_op(Op::add, Structure::out, numbers("1 2 3"), numbers("10 20"))));
    CHECK(same(op("add.squeeze"), numbers("[11 21] [12 22] [13 23]")));
    CHECK(find_word("add.nothing") == nullptr);
    CHECK(find_word("fast.out") == nullptr);
}
