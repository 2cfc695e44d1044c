// However a queue cuts time into windows, the events are those of whole cycles, in their order.
#include "engine/event_queue.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "compile/lower.hpp"
#include "graph/plan.hpp"
#include "lang/check.hpp"
#include "pattern/mini.hpp"
#include "pattern/word.hpp"

using namespace phonon;
using namespace phonon::engine;

namespace {

constexpr int cycles = 3;
constexpr std::int64_t quantum = 64;
const base::Fraction tempo(1, 2);
constexpr double rate = 6400;  // 200 quanta a cycle

struct Onset {
    Time begin, end;
    std::string value;
    friend bool operator==(const Onset&, const Onset&) = default;
};

std::vector<Onset> in_whole_cycles(const pattern::Pattern& p, Time from) {
    std::vector<Onset> all;
    for (int cycle = 0; cycle < cycles; ++cycle) {
        pattern::QueryContext context;
        context.cycles_per_second = tempo.to_double();
        pattern::Events found;
        p.query({cycle, cycle + 1}, context, found);
        std::erase_if(found, [&](const pattern::Event& e) { return !e.has_onset() || e.part.begin < from; });
        std::stable_sort(found.begin(), found.end(),
                         [](const auto& a, const auto& b) { return a.part.begin < b.part.begin; });
        for (const pattern::Event& e : found) all.push_back({e.whole->begin, e.whole->end, e.value.to_json()});
    }
    return all;
}

std::vector<Onset> from_a_queue(const pattern::Pattern& p, std::size_t turn, std::int64_t first_quantum) {
    const Clock clock(rate, tempo, 0);
    EventQueue queue(p, {}, EventQueue::Takes::onsets, turn);
    std::vector<Onset> all;
    const std::int64_t end = clock.frame_at(cycles);
    for (std::int64_t first = first_quantum * quantum; first < end; first += quantum)
        queue.take(clock, first, first + quantum, clock.cycle_at(first + quantum), [&](const EventQueue::Item& item) {
            CHECK(item.frame < first + quantum);
            if (item.frame < first_quantum * quantum) return;
            CHECK(item.frame >= first);
            all.push_back({item.event.whole->begin, item.event.whole->end, item.event.value.to_json()});
        });
    return all;
}

void check_windows(const std::vector<pattern::Pattern>& patterns) {
    for (const pattern::Pattern& p : patterns) {
        const auto whole = in_whole_cycles(p, 0);
        for (const std::size_t turn : {0, 4, 15}) {
            CAPTURE(turn);
            CHECK(from_a_queue(p, turn, 0) == whole);
        }
        // As after an edit, inside a cycle.
        const std::int64_t first_quantum = 277;
        std::vector<Onset> rest = whole;
        const Clock clock(rate, tempo, 0);
        std::erase_if(rest, [&](const Onset& o) { return clock.frame_at(o.begin) < first_quantum * quantum; });
        CHECK(from_a_queue(p, 3, first_quantum) == rest);
    }
}

// Patterns of all that makes events in a program; none where it is not one.
std::vector<pattern::Pattern> patterns_of(const std::string& file, const std::string& text) {
    std::vector<pattern::Pattern> patterns;
    const lang::CheckResult checked = lang::check(file, text);
    for (const base::Diagnostic& d : checked.diagnostics.all())
        if (d.severity() == base::Severity::error) return patterns;
    const auto plan = graph::make_plan(compile::lower(checked.program, {}), {});
    if (!plan) return patterns;
    for (const graph::EventSource& source : (*plan)->events) patterns.push_back(source.pattern);
    return patterns;
}

}  // namespace

TEST_CASE("windows give the events of whole cycles: every word's example") {
    std::size_t tried = 0;
    for (const pattern::Word& word : pattern::words()) {
        CAPTURE(word.name);
        const auto patterns = patterns_of("example.ph", std::string(word.example));
        tried += patterns.size();
        check_windows(patterns);
    }
    CHECK(tried > 200);
}

TEST_CASE("windows give the events of whole cycles: the tracks") {
    std::size_t tried = 0;
    for (const auto& file : std::filesystem::directory_iterator(PHONON_TEST_DATA "/tracks")) {
        if (file.path().extension() != ".ph") continue;
        CAPTURE(file.path().filename().string());
        std::stringstream text;
        text << std::ifstream(file.path()).rdbuf();
        const auto patterns = patterns_of(file.path().string(), text.str());
        tried += patterns.size();
        check_windows(patterns);
    }
    CHECK(tried > 30);
}

TEST_CASE("a pattern that reads a signal where it is asked is asked for whole cycles") {
    for (const char* text :
         {"d1 $ fast (range 1 4 saw) $ s \"bd*16\"", "d1 $ s \"bd*64\" # n (irand 8)",
          "d1 $ someCyclesBy rand (fast 2) $ s \"bd*8 sn*40\"",
          "d1 $ degradeBy (range 0 1 saw) $ n \"0 .. 63\" # s \"bd\"", "d1 $ s (choose [\"bd*32\", \"sn*3\"])",
          "d1 $ rot (irand 4) $ n \"0 .. 40\" # s \"hh\""}) {
        CAPTURE(std::string(text));
        check_windows(patterns_of("signal.ph", text));
    }
}

TEST_CASE("an endless pattern is left out for the rest of its cycle, and that is noted") {
    const Clock clock(rate, tempo, 0);
    EventQueue queue(*pattern::parse_mini("bd*1000000 <bd ~>"), {}, EventQueue::Takes::onsets);
    std::size_t taken = 0;
    for (std::int64_t first = 0; first < clock.frame_at(1); first += quantum)
        queue.take(clock, first, first + quantum, clock.cycle_at(first + quantum), [&](EventQueue::Item) { ++taken; });
    CHECK(queue.gave_up());
    CHECK(taken > 60'000);
    CHECK(taken < 140'000);
}

TEST_CASE("a dense pattern is asked for little at a time") {
    // The widest window that the pattern is asked for in the second cycle.
    auto widest = std::make_shared<Time>(0);
    const pattern::Pattern dense = *pattern::parse_mini("bd*512");
    const pattern::Pattern noting = pattern::make_pattern(
        [=](const pattern::TimeSpan& span, const pattern::QueryContext& context, pattern::Events& out) {
            *widest = std::max(*widest, span.duration());
            dense.query(span, context, out);
        });
    const Clock clock(rate, tempo, 0);
    EventQueue queue(noting, {}, EventQueue::Takes::onsets);
    for (std::int64_t first = 0; first < clock.frame_at(2); first += quantum) {
        queue.take(clock, first, first + quantum, clock.cycle_at(first + quantum), [](EventQueue::Item) {});
        if (first == clock.frame_at(1)) *widest = Time(0);
    }
    CHECK(*widest <= Time(1, 16));
    CHECK(*widest > Time(0));
}
