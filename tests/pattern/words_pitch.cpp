// Scales, intervals, chord symbols and arpeggios: what must hold for all of them, beside the event lists.
#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>

#include <algorithm>

#include "pattern/chord_symbols.hpp"
#include "pattern/combine.hpp"
#include "pattern/mini.hpp"
#include "pattern/notes.hpp"
#include "pattern/word.hpp"

using namespace phonon::pattern;

namespace {

Pattern apply(std::string_view name, const ArgList& args, const Pattern& p) { return find_word(name)->apply(args, p); }

Pattern words(std::string_view text) { return parse_mini(text, {MiniBase::word, 0, {}}).value(); }

Pattern control(std::string_view name, const Value& value) { return pure(Value::control(ControlName(name), value)); }

double note_of(const Pattern& p) {
    const auto events = p.query({Time(0), Time(1)});
    REQUIRE(events.size() == 1);
    const Value* note = events[0].value.find(ControlName("note"));
    REQUIRE(note != nullptr);
    return note->number_or(1e9);
}

std::vector<double> notes_of(const Pattern& p) {
    std::vector<double> notes;
    for (const auto& e : p.query({Time(0), Time(1)})) {
        const Value* note = e.value.find(ControlName("note"));
        notes.push_back(note ? note->number_or(1e9) : 1e9);
    }
    std::sort(notes.begin(), notes.end());
    return notes;
}

}  // namespace

TEST_CASE("scale turns n into note, in semitones from c4") {
    CHECK(note_of(apply("scale", {{words("c4:minor")}}, control("n", 2))) == 3);
    CHECK(note_of(apply("scale", {{words("c:minor")}}, control("n", 2))) == -9);
    CHECK(note_of(apply("scale", {{words("minor")}}, control("n", 2))) == 3);
    CHECK(note_of(apply("scale", {{words("d3:dorian")}}, control("n", -1))) == -12);
    CHECK(note_of(apply("scale", {{words("c4:major")}}, control("n", Value::text("2b")))) == 3);
    SUBCASE("n itself is gone, the rest stays") {
        const auto both = with_value(control("n", 2), [](const Value& v) { return v.with(ControlName("gain"), 0.5); });
        const auto events = apply("scale", {{words("c4:minor")}}, both).query({Time(0), Time(1)});
        CHECK(events[0].value.to_json() == R"({"gain":0.5,"note":3})");
    }
    SUBCASE("an unknown scale changes nothing") {
        const auto events = apply("scale", {{words("c4:nothing")}}, control("n", 2)).query({Time(0), Time(1)});
        CHECK(events[0].value.to_json() == R"({"n":2})");
    }
}

TEST_CASE("a scale's notes rise, repeat at the octave and stay where they are when quantised again") {
    rc::check([] {
        const auto& scale = scales()[*rc::gen::inRange<std::size_t>(0, scales().size())];
        const int degree = *rc::gen::inRange(-50, 50);
        const auto size = static_cast<int>(scale.steps.size());
        RC_ASSERT(scale_note(scale, degree) < scale_note(scale, degree + 1));
        RC_ASSERT(scale_note(scale, degree + size) == scale_note(scale, degree) + 12);
        const Pattern name = pure(Value::text(fmt::format("c4:{}", scale.name)));
        const Pattern once = apply("scale", {{name}}, control("n", degree));
        RC_ASSERT(note_of(apply("scale", {{name}}, once)) == note_of(once));
    });
}

TEST_CASE("scaleTranspose by k is scale of n + k") {
    rc::check([] {
        const int degree = *rc::gen::inRange(-30, 30);
        const int steps = *rc::gen::inRange(-30, 30);
        const Pattern name = words("e3:mixolydian");
        const Pattern moved = apply("scaleTranspose", {{pure(steps)}}, apply("scale", {{name}}, control("n", degree)));
        RC_ASSERT(note_of(moved) == note_of(apply("scale", {{name}}, control("n", degree + steps))));
    });
}

TEST_CASE("transpose reads semitones and intervals") {
    const auto moved = [](std::string_view by) {
        return note_of(apply("transpose", {{words(by)}}, control("note", 0)));
    };
    CHECK(moved("7") == 7);
    CHECK(moved("-3") == -3);
    CHECK(moved("3m") == 3);
    CHECK(moved("5P") == 7);
    CHECK(moved("-2M") == -2);
    CHECK(moved("4A") == 6);
    CHECK(moved("9M") == 14);
    CHECK(moved("5d") == 6);
    CHECK(moved("bd") == 0);
}

TEST_CASE("chord symbols are read as their notes") {
    const auto notes = [](std::string_view text) { return quality_notes(read_chord_symbol(text)->quality); };
    CHECK(notes("C") == std::vector<int>{0, 4, 7});
    CHECK(notes("Bb-7") == std::vector<int>{0, 3, 7, 10});
    CHECK(notes("F#^7") == std::vector<int>{0, 4, 7, 11});
    CHECK(notes("Dh7") == std::vector<int>{0, 3, 6, 10});
    CHECK(notes("Eo7") == std::vector<int>{0, 3, 6, 9});
    CHECK(notes("G7b9") == std::vector<int>{0, 4, 7, 10, 13});
    CHECK(notes("A9sus") == std::vector<int>{0, 5, 7, 10, 14});
    CHECK(notes("C69") == std::vector<int>{0, 4, 7, 9, 14});
    CHECK(notes("Cwhat").empty());
    CHECK(read_chord_symbol("Bb7")->root == 10);
    CHECK(read_chord_symbol("C/E")->quality.empty());
    CHECK(!read_chord_symbol("7"));
}

TEST_CASE("every voicing has only notes of its chord and ends at most an octave below the anchor") {
    for (const std::string_view quality :
         {"", "-", "7", "^7", "-7", "h7", "o7", "9", "13", "7b9", "7alt", "+", "sus", "5"}) {
        for (const std::string_view dictionary : {"ireal", "lefthand", "guidetones", "triads"}) {
            const auto chord = quality_notes(quality);
            for (const auto& layout : voicings(dictionary, quality)) {
                CHECK(std::is_sorted(layout.begin(), layout.end()));
                // Tables of players colour a chord: a ninth on the left hand, a fourth above an altered chord.
                if (dictionary == "lefthand" || quality == "7alt" || quality == "+") continue;
                for (const int note : layout) {
                    const bool known =
                        std::any_of(chord.begin(), chord.end(), [&](int n) { return n % 12 == note % 12; });
                    CHECK_MESSAGE(known, dictionary << " " << quality << " " << note);
                }
            }
        }
        for (const std::string_view root : {"C", "F#", "Bb"}) {
            const auto notes =
                notes_of(apply("voicing", {}, control("chord", Value::text(fmt::format("{}{}", root, quality)))));
            REQUIRE(!notes.empty());
            CHECK(notes.back() <= 12);
            CHECK(notes.back() > 0);
        }
    }
}

TEST_CASE("an arpeggio has each note of the chord once, in turn, for as long as the chord") {
    const Pattern chord = parse_mini("[0,4,7,11]", {MiniBase::number, 0, {}}).value();
    const auto events = apply("arp", {{words("up")}}, chord).query({Time(0), Time(1)});
    REQUIRE(events.size() == 4);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(*events[i].whole == TimeSpan{Time(static_cast<int>(i), 4), Time(static_cast<int>(i) + 1, 4)});
    SUBCASE("asked in pieces it is the same") {
        std::size_t onsets = 0;
        for (int i = 0; i < 16; ++i) {
            for (const auto& e : apply("arp", {{words("updown")}}, chord).query({Time(i, 16), Time(i + 1, 16)})) {
                onsets += e.has_onset() ? 1 : 0;
            }
        }
        CHECK(onsets == 6);
    }
    SUBCASE("an unknown mode is silent") {
        CHECK(apply("arp", {{words("sideways")}}, chord).query({Time(0), Time(1)}).empty());
    }
}
