// What the conformance files do not cover: chords, buses, faults and their places, limits.
#include "pattern/mini.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "pattern/combine.hpp"
#include "pattern/notes.hpp"

using namespace phonon::pattern;

namespace {

std::vector<double> numbers(std::string_view text, int shift = 0) {
    MiniOptions options;
    options.base = MiniBase::number;
    options.note_octave_shift = shift;
    const auto parsed = parse_mini(text, options);
    REQUIRE_MESSAGE(parsed.has_value(), text);
    std::vector<double> out;
    for (const auto& e : parsed->query({0, 1})) out.push_back(e.value.number_or(-999));
    return out;
}

std::vector<MiniFault> faults(std::string_view text, MiniBase base = MiniBase::word) {
    MiniOptions options;
    options.base = base;
    const auto parsed = parse_mini(text, options);
    return parsed ? std::vector<MiniFault>{} : parsed.error();
}

using Numbers = std::vector<double>;

}  // namespace

TEST_CASE("note names are semitones from c4") {
    CHECK(numbers("c e g") == Numbers{0, 4, 7});
    CHECK(numbers("c4 cs4 c#4 df4 eb3 b3 a4 c-1") == Numbers{0, 1, 1, 1, -9, -1, 9, -60});
    CHECK(numbers("c5 c", 1) == Numbers{0, 0});
    CHECK(numbers("1e 1%8 3q 1e1 -1.5 .5") == Numbers{0.125, 0.125, 0.75, 10, -1.5, 0.5});
}

TEST_CASE("chords are several notes at once") {
    CHECK(numbers("c'maj") == Numbers{0, 4, 7});
    CHECK(numbers("e'min7'ii") == Numbers{11, 14, 16, 19});
    CHECK(numbers("c'major'5") == Numbers{0, 4, 7, 12, 16});
    CHECK(numbers("c'maj'o") == Numbers{-12, -5, 4});
    CHECK(numbers("c'major'd1") == Numbers{-5, 0, 4});
    CHECK(numbers("c'<maj min>'i") == Numbers{4, 7, 12});
    CHECK(faults("c'foo", MiniBase::number).size() == 1);
    CHECK(faults("c'<maj foo>", MiniBase::number).size() == 1);
    for (const auto name : chord_names()) CHECK(find_chord(name)->front() == 0);
    for (const auto& scale : scales()) {
        CAPTURE(scale.name);
        CHECK(find_scale(scale.name) == &scale);
        CHECK(std::is_sorted(scale.steps.begin(), scale.steps.end()));
    }
    CHECK(find_scale("minor:pentatonic")->steps == std::vector<double>{0, 3, 5, 7, 10});
    CHECK(scale_note(*find_scale("major"), -1) == -1);
    CHECK(scale_note(*find_scale("major"), 7) == 12);
}

TEST_CASE("buses inside strings") {
    const Pattern bus = pure(42);
    MiniOptions options;
    options.base = MiniBase::number;
    options.bus = [&](std::string_view name) { return name == "x" ? &bus : nullptr; };
    const auto parsed = parse_mini("1 [~x ^x] ~", options);
    REQUIRE(parsed);
    CHECK(parsed->query({0, 1}).size() == 3);
    const auto unknown = parse_mini("1 ~y", options);
    REQUIRE(!unknown);
    CHECK(unknown.error()[0].begin == 2);
    CHECK(unknown.error()[0].help.find("~ y") != std::string::npos);
    const auto atoms = mini_atoms("bd:3 [~lfo 2 sn]*2 1e");
    REQUIRE(atoms.size() == 3);
    CHECK(atoms[0].text == "bd:3");
    CHECK(atoms[1].text == "lfo");
    CHECK(atoms[1].is_bus);
    CHECK(atoms[2].begin == 13);
}

TEST_CASE("faults name the place and the reason, and more than one is found") {
    const auto open = faults("bd [sn <hh cp");
    REQUIRE(open.size() == 2);
    CHECK(open[0].begin == 3);
    CHECK(open[0].message == "`[` is never closed");
    CHECK(open[1].begin == 7);
    const auto wrong = faults("[bd} sn] & hh*");
    REQUIRE(wrong.size() == 4);
    CHECK(wrong[0].message == "`}` cannot close the `[` opened in column 1");
    CHECK(wrong[1].message == "`]` closes nothing");
    CHECK(wrong[2].begin == 9);
    CHECK(wrong[3].message == "`*` must be followed by a factor");
    CHECK(faults("bd*foo")[0].message == "`foo` is neither a number nor a note name");
    CHECK(faults("bd(3)")[0].message == "a Euclidean rhythm takes two or three numbers");
    CHECK(faults("a , b | c").size() == 1);
    CHECK(faults("! a").size() == 1);
    CHECK(faults("_ a").size() == 1);
    CHECK(faults("a@0").size() == 1);
    CHECK(faults("a!1e9").size() == 1);
    CHECK(faults("x", MiniBase::boolean).size() == 1);
    CHECK(faults("bd:x", MiniBase::sample).size() == 1);
}

TEST_CASE("a thousand brackets are read, more are refused") {
    const auto nested = [](int depth) { return std::string(depth, '[') + "a b" + std::string(depth, ']'); };
    const auto parsed = parse_mini(nested(1000));
    REQUIRE(parsed);
    CHECK(parsed->query({0, 1}).size() == 2);
    const auto refused = faults(nested(1001));
    REQUIRE(refused.size() == 1);
    CHECK(refused[0].message.find("1000") != std::string::npos);
    CHECK(faults(std::string(100000, '<')).size() == 1);
}

TEST_CASE("any text is read or refused, never worse") {
    const bool held = rc::check("robust", [] {
        const auto text =
            *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ab~-[]<>{}(),|*/!@?%:'._^ 0123 \n$#e")));
        const auto parsed = parse_mini(text);
        if (parsed) {
            for (const auto& e : parsed->query({0, 2})) RC_ASSERT(e.part.begin <= e.part.end);
        } else {
            for (const auto& fault : parsed.error()) {
                RC_ASSERT(fault.begin <= fault.end);
                RC_ASSERT(fault.end <= text.size());
                RC_ASSERT(!fault.message.empty());
            }
        }
    });
    CHECK(held);
}
