// Every word in generated expressions: what a program plays does not depend on how it is asked, nor on how late.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <set>

#include "lang/check.hpp"
#include "pattern/word.hpp"
#include "tests/pattern/event_lists.hpp"

namespace phonon::lang {
namespace {

using namespace pattern;

// A small generator of its own, so that a failure names the same expression on every machine.
class Generator {
public:
    explicit Generator(std::uint64_t seed) : state_(seed * 2 + 1) {}

    template <class T, std::size_t N>
    const T& one_of(const T (&things)[N]) {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return things[(state_ >> 33) % N];
    }

    std::string argument(const Param& param) {
        static constexpr std::string_view numbers[] = {"2", "3", "\"<2 3> 1\"", "\"1 [2 3]\""};
        static constexpr std::string_view times[] = {"0.25", "1/3", "\"<0.25 0.5>\"", "2"};
        static constexpr std::string_view truths[] = {"\"1 0 1\"", "\"t <f t>\"", "\"1\""};
        static constexpr std::string_view sounds[] = {R"((s "cp*3"))", R"((s "<oh bd> sn"))"};
        static constexpr std::string_view transforms[] = {"(fast 2)", "rev", "(# speed 2)", "(early 0.25)"};
        static constexpr std::string_view lists[] = {R"([s "cp*3", s "<oh bd> sn"])", "[rev, fast 2]", "[1, 2, 3]",
                                                     R"([["n", 0, 2]])", R"([[2, s "bd"], [1, s "cp sn"]])"};
        switch (param.kind) {
            case ParamKind::time: return std::string(one_of(times));
            case ParamKind::boolean: return std::string(one_of(truths));
            case ParamKind::word: return param.name == "word" ? "fast" : "\"up\"";
            case ParamKind::pattern: return std::string(one_of(sounds));
            case ParamKind::transform: return std::string(one_of(transforms));
            case ParamKind::list:
            case ParamKind::choices: return std::string(one_of(lists));
            case ParamKind::constant: return "3";
            case ParamKind::text: return "\"a:ab\"";
            case ParamKind::number: break;
        }
        return std::string(one_of(numbers));
    }

    // A call of the word on a sound, with something before and behind it.
    std::string expression(const Word& word) {
        static constexpr std::string_view bases[] = {R"(s "bd [sn hh:2] <cp oh>" # n "0 .. 3")",
                                                     R"(s "bd*2 sn(3,8) ~" # speed "1 <2 -1>")",
                                                     R"(s "{bd sn hh}%4 [cp,oh]/1.5" # note "<0 7>")"};
        static constexpr std::string_view wraps[] = {"", "", " $ every 2 (fast 2)", " $ slow 1.5", " $ late 0.125"};
        std::string call(word.name);
        for (const Param& param : word.params) call += " " + argument(param);
        if (word.kind == WordKind::control) return fmt::format("{} # {}{}", one_of(bases), call, one_of(wraps));
        // A continuous value is another at every moment; its samples are not.
        const std::string_view sampled = word.continuous ? " $ segment 4" : "";
        if (word.kind == WordKind::pattern) return fmt::format("{}{}{}", call, sampled, one_of(wraps));
        return fmt::format("({}) $ {}{}{}", one_of(bases), call, sampled, one_of(wraps));
    }

private:
    std::uint64_t state_;
};

// Tells onsets from later fragments, and so changes what a slow word behind it finds in a fragment, as in Tidal.
constexpr std::string_view by_fragment = "filterOnsets";

std::vector<TimeSpan> uneven_pieces(Time from) {
    std::vector<TimeSpan> pieces;
    Time at(0);
    for (int i = 1; i <= 97; ++i) {
        const Time next = i == 97 ? Time(8) : Time(8) * Time(i * i + 31 * i, 97 * 97 + 31 * 97);
        pieces.push_back({from + at, from + next});
        at = next;
    }
    return pieces;
}

std::vector<TimeSpan> cycles(Time from) {
    std::vector<TimeSpan> spans;
    for (int i = 0; i < 8; ++i) spans.push_back({from + Time(i), from + Time(i + 1)});
    return spans;
}

// How many copies of each event sound when: where their number changes, and by how much. Two lists of events cover the
// same where they differ only in how the events are cut.
using Coverage = std::map<std::string, std::map<Time, int>>;

Coverage coverage(const Events& events) {
    Coverage all;
    for (const Event& e : events) {
        if (!e.whole) continue;
        auto& changes =
            all[fmt::format("{} {} {}", e.whole->begin.to_string(), e.whole->end.to_string(), e.value.to_json())];
        ++changes[e.part.begin];
        --changes[e.part.end];
    }
    for (auto& [event, changes] : all) std::erase_if(changes, [](const auto& change) { return change.second == 0; });
    std::erase_if(all, [](const auto& event) { return event.second.empty(); });
    return all;
}

std::uint32_t visits_of(const Pattern& p, Time from) {
    std::uint32_t most = 0;
    for (const TimeSpan& span : cycles(from)) {
        QueryContext context;
        Events events;
        p.query(span, context, events);
        most = std::max(most, QueryContext::visits_per_cycle - context.visits);
    }
    return most;
}

struct Checked {
    std::string text;
    const Word* word;
    Pattern pattern;
};

std::vector<Checked> generated() {
    std::vector<Checked> all;
    for (const Word& word : words()) {
        for (std::uint64_t turn = 0; turn < 6; ++turn) {
            Generator generator(turn * 977 + all.size());
            const std::string text = generator.expression(word);
            const ExpressionResult result = check_expression(text);
            if (result.pattern) all.push_back({text, &word, *result.pattern});
        }
    }
    return all;
}

}  // namespace

TEST_CASE("generated programs play the same however they are asked, and as cheaply after ten million cycles") {
    const Time far(10'000'000);
    std::set<std::string_view> seen;
    for (const Checked& c : generated()) {
        CAPTURE(c.text);
        seen.insert(c.word->name);
        const std::uint32_t early = visits_of(c.pattern, Time(0)), late = visits_of(c.pattern, far);
        CHECK_MESSAGE(late <= 2 * early + 200, early, " visits of a cycle, and later ", late);
        if (c.word->name == by_fragment) continue;
        for (const Time from : {Time(0), far}) {
            const Events once = test::query_spans(c.pattern, {{from, from + Time(8)}});
            const Events apart = test::query_spans(c.pattern, cycles(from));
            CHECK_MESSAGE((coverage(apart) == coverage(once)), from.to_string(), " at once\n", test::describe(once, 30),
                          "cycle by cycle\n", test::describe(apart, 30));
            const Events pieces = test::query_spans(c.pattern, uneven_pieces(from));
            CHECK_MESSAGE((coverage(pieces) == coverage(once)), from.to_string(), " at once\n",
                          test::describe(once, 30), "in pieces\n", test::describe(pieces, 30));
        }
    }
    // Words that take what the generator cannot write are few.
    std::string left;
    for (const Word& word : words())
        if (!seen.contains(word.name)) left += fmt::format(" {}", word.name);
    MESSAGE("not generated:", left);
    CHECK(seen.size() * 100 >= words().size() * 95);
}

TEST_CASE("strings that make too many events are refused, and soon") {
    for (const std::string& text : {std::string("bd*1e9"), std::string("bd(60000,65536)*64"), std::string("[~|~]*1e9"),
                                    std::string("bd(1000000,1000000)"), std::string("bd(3,1e9)"),
                                    std::string("[[[[[[[[[[bd*64]*64]*64]*64]*64]*64]*64]*64]*64]*64]")}) {
        CAPTURE(text);
        const ExpressionResult result = check_expression("s \"" + text + "\"");
        REQUIRE(result.diagnostics.has_errors());
        CHECK(result.diagnostics.all().front().message.find("65,536 events a cycle") != std::string::npos);
    }
    CHECK(check_expression("s \"bd*60000\"").pattern);
}

}  // namespace phonon::lang
