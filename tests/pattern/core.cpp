// Properties of patterns that hold whatever they are made of.
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>

#include "event_lists.hpp"
#include "pattern/combine.hpp"
#include "pattern/mini.hpp"
#include "pattern/random.hpp"
#include "pattern/word.hpp"

using namespace phonon;
using namespace phonon::pattern;

namespace {

Pattern mini(std::string_view text, MiniBase base = MiniBase::word) {
    MiniOptions options;
    options.base = base;
    const auto parsed = parse_mini(text, options);
    REQUIRE_MESSAGE(parsed.has_value(), text);
    return *parsed;
}

// [0, 8] in 97 uneven pieces.
std::vector<TimeSpan> uneven_pieces() {
    std::vector<TimeSpan> pieces;
    Time at(0);
    for (int i = 1; i <= 97; ++i) {
        const Time next = i == 97 ? Time(8) : Time(8) * Time(i * i + 31 * i, 97 * 97 + 31 * 97);
        pieces.push_back({at, next});
        at = next;
    }
    return pieces;
}

bool same_whole_and_in_pieces(const Pattern& p) {
    const Events once = p.query({0, 8});
    const Events pieces = test::query_spans(p, uneven_pieces());
    return test::compare(test::join_fragments(pieces), test::join_fragments(once), true) == test::Agreement::equal;
}

double milliseconds(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("asking once or in pieces gives the same events") {
    for (const auto* text : {"bd", "bd sd hh", "bd/3", "<a b c>*2.5", "{a b c, d e}%4", "bd(<3 5>,8,<0 2>)", "bd*8?",
                             "[a|b|c]*4", "[a b]*<1 2.5>", "a@3 <b c/2> [d,e f]!2", "a . b c . d", "[a b]/1.5 c"}) {
        CAPTURE(text);
        const Pattern p = mini(text);
        CHECK(same_whole_and_in_pieces(p));
        CHECK(same_whole_and_in_pieces(fast(p, Time(7, 3))));
        CHECK(same_whole_and_in_pieces(late(p, Time(1, 7))));
        CHECK(same_whole_and_in_pieces(rev(p)));
        CHECK(same_whole_and_in_pieces(slowcat({p, rev(p), mini("x*3")})));
        CHECK(same_whole_and_in_pieces(degrade_by(p, 0.4)));
        CHECK(same_whole_and_in_pieces(app_left(p, mini("1 <2 3> 4"), [](const Value& a, const Value&) { return a; })));
        CHECK(same_whole_and_in_pieces(app_both(p, mini("1 <2 3> 4"), [](const Value&, const Value& b) { return b; })));
        CHECK(same_whole_and_in_pieces(
            patternify_time(mini("1 <2 3>", MiniBase::number), [p](Time t) { return fast(p, t); })));
    }
}

TEST_CASE("rev twice, fast and slow, early and late undo each other") {
    const bool held = rc::check("undo", [] {
        static const char* const texts[] = {"a b c", "<a b>*3", "a(3,8) b?", "{a b c}%5", "a [b c]/2"};
        const Pattern p = mini(texts[*rc::gen::inRange(0, 5)]);
        const Time t(*rc::gen::inRange(1, 40), *rc::gen::inRange(1, 12));
        const TimeSpan span{Time(*rc::gen::inRange(-5, 5)), 6};
        const Events plain = p.query(span);
        RC_ASSERT(test::compare(rev(rev(p)).query(span), plain, true) >= test::Agreement::joined);
        RC_ASSERT(test::compare(slow(fast(p, t), t).query(span), plain, true) == test::Agreement::equal);
        RC_ASSERT(test::compare(late(early(p, t), t).query(span), plain, true) == test::Agreement::equal);
    });
    CHECK(held);
}

TEST_CASE("the events already in the list stay") {
    Events out{{std::nullopt, {0, 1}, Value(7)}};
    const QueryContext context;
    for (const auto* text : {"a b", "<a b>*3", "a(<3 5>,8)?", "[a|b] c"}) {
        const std::size_t before = out.size();
        mini(text).query({0, 2}, context, out);
        CHECK(out.size() > before);
        CHECK(out.front().value == Value(7));
    }
}

TEST_CASE("hostile patterns end quickly") {
    for (const auto* text : {"bd*1e9", "[[[[[[[[[[bd*64]*64]*64]*64]*64]*64]*64]*64]*64]*64]", "[~|~]*1e9",
                             "bd(60000,65536)*64", "[bd*60000, bd*60000]*<2 3>", "bd*[1e9]"}) {
        CAPTURE(text);
        QueryContext context;
        Events events;
        const double spent = milliseconds([&] { events = mini(text).query({0, 1}, context); });
        CHECK(events.size() <= QueryContext::events_per_cycle);
        CHECK(context.exhausted);
        MESSAGE(std::string(text), ": ", spent, " ms");
        CHECK(spent < 1000);
    }
    CHECK(mini("bd*65536").query({0, 1}).size() == 65536);
}

TEST_CASE("a time that overflows falls silent and says so") {
    std::string deep = "a";
    for (int i = 0; i < 200; ++i) deep = "[" + deep + " b]";
    QueryContext context;
    const Events events = mini(deep).query({0, 1}, context);
    CHECK(context.overflowed);
    CHECK(events.size() > 20);
    for (const auto& e : events) CHECK(e.part.begin.valid());
    QueryContext too_fast;
    CHECK(fast(mini("a"), Time::from_double(1e300)).query({0, 1}, too_fast).empty());
    CHECK(too_fast.overflowed);
}

TEST_CASE("a stack of twenty layers is quick") {
    std::vector<Pattern> layers;
    for (int i = 0; i < 20; ++i) layers.push_back(mini("bd*4 [sd hh]*2 <cp oh> [a b c d]"));
    const Pattern p = stack(std::move(layers));
    QueryContext context;
    Events events;
    const double spent = milliseconds([&] {
        for (int cycle = 0; cycle < 100; ++cycle) {
            events.clear();
            context.budget = QueryContext::events_per_cycle;
            context.visits = QueryContext::visits_per_cycle;
            p.query({cycle, cycle + 1}, context, events);
        }
    });
    CHECK(events.size() == 20 * 13);
    MESSAGE("one cycle of twenty layers: ", spent * 10, " us");
}

TEST_CASE("random numbers are Tidal's, and for a seed its numbers so many cycles later") {
    std::ifstream file(std::string(PHONON_TEST_DATA) + "/conformance/rand.json");
    for (const auto& row : nlohmann::json::parse(file)) {
        const std::string t = row["t"];
        const auto slash = t.find('/');
        const Time over = *Time::from_decimal(t.substr(0, slash));
        const Time time = slash == std::string::npos ? over : over / *Time::from_decimal(t.substr(slash + 1));
        CHECK(rand_at(time, 0) == doctest::Approx(row["rand"].get<double>()).epsilon(1e-12));
        for (const int seed : {1, 7, 299}) {
            if (time < Time(seed)) continue;
            const double moved = rand_at(time - Time(seed), static_cast<std::uint64_t>(seed));
            CHECK(moved == doctest::Approx(row["rand"].get<double>()).epsilon(1e-12));
        }
        CHECK(rand_at(time, 1) != rand_at(time, 0));
        CHECK(rands_at(time, 3, 5) == rands_at(time + Time(5), 3, 0));
    }
}

TEST_CASE("every word has what the reference needs") {
    for (const auto& word : words()) {
        CAPTURE(word.name);
        CHECK((find_word(word.name) == &word));
        CHECK(word.summary.size() > 10);
        CHECK(word.summary.ends_with('.'));
        CHECK(!word.example.empty());
        CHECK((word.apply != nullptr));
        for (const auto alias : word.aliases) CHECK((find_word(alias) == &word));
        for (const auto& param : word.params) CHECK(param.doc.size() > 5);
        for (const auto other : word.see_also) CHECK_MESSAGE((find_word(other) != nullptr), other);
    }
}
