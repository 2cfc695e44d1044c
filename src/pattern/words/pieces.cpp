// Words that apply a transform to pieces of the time line, each looped while it is transformed.
#include <algorithm>
#include <cmath>

#include "pattern/combine.hpp"
#include "pattern/notes.hpp"
#include "pattern/word.hpp"
#include "pattern/words/time_arguments.hpp"

namespace phonon::pattern {

namespace {

// Unlike loop_piece, events end where the piece does.
Pattern looped(const Pattern& p, const TimeSpan& piece) {
    const Pattern source = early(p, piece.begin);
    return bind(Join::restart, slow(pure(1), piece.duration()), [source](const Value&) { return source; });
}

Pattern into(const Pattern& pieces, const Transform& f, const Pattern& p) {
    return bind_events(Join::inner, pieces, [f, p](const Event& piece) {
        if (!piece.value.truthy() || !piece.whole) return p;
        return f(looped(p, *piece.whole));
    });
}

// `into` with one of `parts` pieces true, which moves on by one piece a cycle.
Pattern chunk_into(Args a, const Pattern& p, bool backwards) {
    return patternify(a[0].pattern(), [p, f = a[1].transform(), backwards](const Value& v) {
        const int parts = static_cast<int>(std::clamp(std::floor(number_of(v)), 0.0, 65536.0));
        if (parts < 1) return p;
        std::vector<Pattern> pieces(static_cast<std::size_t>(parts), pure(Value::boolean(false)));
        pieces.front() = pure(Value::boolean(true));
        const Pattern first = fastcat(std::move(pieces));
        const Pattern moving = per_cycle([first, parts, backwards](Time cycle) {
            const Time turn = cycle.mod(Time(parts));
            return late(first, (backwards ? Time(parts - 1) - turn : turn) / Time(parts));
        });
        return into(moving, f, p);
    });
}

}  // namespace

std::vector<Word> pieces_words() {
    const Param f{"f", ParamKind::transform, "the transform, which sees its piece as endless"};
    const Param parts{"parts", ParamKind::number, "into how many parts the cycle is divided"};
    return {
        {"into",
         {},
         "pieces",
         "Loops the pieces of the pattern under true events and transforms them.",
         WordKind::transform,
         {{"pieces", ParamKind::boolean, "true events are transformed, false ones leave the pattern as it is"}, f},
         R"(d1 $ into "1 0" (hurry 2) $ s "bd sn hh cp")",
         {"chunkInto", "chunk"},
         [](Args a, const Pattern& p) { return into(a[0].pattern(), a[1].transform(), p); }},
        {"chunkInto",
         {"chunkinto"},
         "pieces",
         "As `chunk`, with the part looped while it is transformed.",
         WordKind::transform,
         {parts, f},
         R"(d1 $ chunkInto 4 (hurry 2) $ s "bd sn hh cp")",
         {"chunkBackInto", "into", "chunk"},
         [](Args a, const Pattern& p) { return chunk_into(a, p, false); }},
        {"chunkBackInto",
         {"chunkbackinto"},
         "pieces",
         "As `chunkInto`, from the last part to the first.",
         WordKind::transform,
         {parts, f},
         R"(d1 $ chunkBackInto 4 (hurry 2) $ s "bd sn hh cp")",
         {"chunkInto"},
         [](Args a, const Pattern& p) { return chunk_into(a, p, true); }},
    };
}

}  // namespace phonon::pattern
