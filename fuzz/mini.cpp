// libFuzzer: any bytes as mini-notation, and the pattern that they make asked for its events. Nothing may crash, hang
// or grow without bound; what a string plays does not depend on the pieces in which it is asked for.
#include "pattern/mini.hpp"

#include <fmt/format.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <vector>

using namespace phonon::pattern;

namespace {

constexpr int asked_cycles = 4;

void require(bool holds, std::string_view what, std::string_view text) {
    if (holds) return;
    fmt::print(stderr, "{}: {}\n", what, text);
    std::abort();
}

// How often each value sounds under each whole, as the times at which that changes: the same however a query was cut.
using Coverage = std::map<std::string, std::map<Time, int>>;

Coverage coverage(const Events& events) {
    Coverage made;
    for (const Event& e : events) {
        const std::string key = fmt::format("{} {} {}", e.whole ? e.whole->begin.to_string() : "",
                                            e.whole ? e.whole->end.to_string() : "", e.value.to_json());
        ++made[key][e.part.begin];
        --made[key][e.part.end];
    }
    for (auto& [key, changes] : made) std::erase_if(changes, [](const auto& change) { return change.second == 0; });
    std::erase_if(made, [](const auto& entry) { return entry.second.empty(); });
    return made;
}

// The events of the spans, asked one after the other; false where a limit was met.
bool ask(const Pattern& p, const std::vector<TimeSpan>& spans, Events& events) {
    for (const TimeSpan& span : spans) {
        QueryContext context;
        context.budget = 1 << 12;
        context.visits = 1 << 15;
        p.query(span, context, events);
        if (context.exhausted || context.overflowed) return false;
    }
    return true;
}

void check(const Pattern& p, std::string_view text) {
    std::vector<TimeSpan> cycles, pieces;
    for (int i = 0; i < asked_cycles; ++i) cycles.push_back({i, i + 1});
    Time at(0);
    for (int i = 1; at < Time(asked_cycles); ++i) {
        const Time next = at + Time(i % 5 + 1, 7);
        pieces.push_back({at, next < Time(asked_cycles) ? next : Time(asked_cycles)});
        at = pieces.back().end;
    }
    Events once, apart, in_pieces;
    if (!ask(p, {{0, asked_cycles}}, once) || !ask(p, cycles, apart) || !ask(p, pieces, in_pieces)) return;
    for (const Event& e : once) {
        require(e.part.begin >= Time(0) && e.part.end <= Time(asked_cycles), "an event outside of what was asked",
                text);
        require(e.part.begin <= e.part.end, "a part that ends before it begins", text);
        if (!e.whole) continue;
        require(e.whole->begin < e.whole->end, "a whole without length", text);
        // Parts may lie apart from their wholes, as they do in Tidal (Event::is_apart). Even one with an onset may: `|`
        // cuts wholes at the ends of cycles, and parts by themselves, as Tidal's unwrap does.
    }
    const Coverage expected = coverage(once);
    require(coverage(apart) == expected, "other events cycle by cycle", text);
    require(coverage(in_pieces) == expected, "other events in pieces", text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    for (const MiniAtom& atom : mini_atoms(text))
        require(atom.begin < atom.end && atom.end <= size, "a word outside of the string", text);
    for (const MiniBase base : {MiniBase::raw, MiniBase::number, MiniBase::sample, MiniBase::boolean}) {
        const auto parsed = parse_mini(text, {base, 0, {}});
        if (parsed) {
            check(*parsed, text);
            continue;
        }
        for (const MiniFault& f : parsed.error()) {
            require(f.begin <= f.end && f.end <= size, "a fault outside of the string", text);
            require(!f.message.empty(), "a fault without a message", text);
        }
    }
    return 0;
}
