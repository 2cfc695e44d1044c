// The canonical form keeps the meaning and is stable: over the example tracks, over mutilated ones, over generated
// programs.
#include "lang/format.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>

#include "dsp/unit/table.hpp"
#include "lang/parser.hpp"
#include "pattern/word.hpp"
#include "program_generator.hpp"
#include "tree_text.hpp"

using namespace phonon;
using namespace phonon::lang;

namespace {

std::vector<std::pair<std::string, std::string>> tracks() {
    std::vector<std::pair<std::string, std::string>> all;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(PHONON_TEST_DATA) / "tracks")) {
        if (entry.path().extension() != ".ph") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        std::stringstream text;
        text << in.rdbuf();
        all.emplace_back(entry.path().filename().string(), text.str());
    }
    return all;
}

std::string tree_of(const std::string& text) {
    base::Diagnostics diagnostics;
    return tree_text(parse(text, 0, diagnostics));
}

// "" where all is well; texts with faults are none of the formatter's business.
std::string trouble_with(const std::string& text) {
    const auto formatted = format(text);
    if (!formatted) return {};
    const auto again = format(*formatted);
    if (!again) return "does not parse:\n" + *formatted;
    if (*again != *formatted) return "not stable:\n" + *formatted + "then\n" + *again;
    if (tree_of(text) != tree_of(*formatted)) return "means something else:\n" + text + "then\n" + *formatted;
    return {};
}

}  // namespace

TEST_CASE("tracks keep their meaning") {
    const auto all = tracks();
    REQUIRE(all.size() >= 20);
    std::size_t formatted = 0;
    for (const auto& [name, text] : all) {
        CAPTURE(name);
        CHECK(trouble_with(text) == "");
        formatted += format(text).has_value() ? 1 : 0;
    }
    CHECK(formatted == all.size() - 1);  // the truncated one
}

TEST_CASE("tracks with pieces cut out and doubled keep their meaning where they still parse") {
    std::mt19937 random(7);
    const auto all = tracks();
    std::size_t formatted = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string text = all[random() % all.size()].second;
        for (int cuts = 1 + static_cast<int>(random() % 3); cuts > 0 && !text.empty(); --cuts) {
            const std::size_t at = random() % text.size();
            const std::size_t length = random() % 6;
            if (random() % 2 == 0)
                text.erase(at, length);
            else
                text.insert(at, text.substr(random() % text.size(), length));
        }
        CHECK(trouble_with(text) == "");
        formatted += format(text).has_value() ? 1 : 0;
    }
    CHECK(formatted > 300);
}

TEST_CASE("the examples of every word, unit and diagnostic keep their meaning") {
    std::vector<std::string_view> examples;
    for (const pattern::Word& word : pattern::words()) examples.push_back(word.example);
    for (const dsp::UnitRow& unit : dsp::units()) examples.push_back(unit.facts->example);
    for (const base::CatalogueRow* entry : base::catalogue()) {
        examples.push_back(entry->wrong);
        examples.push_back(entry->right);
    }
    std::size_t formatted = 0;
    for (const std::string_view example : examples) {
        CHECK(trouble_with(std::string(example) + "\n") == "");
        formatted += format(std::string(example) + "\n").has_value() ? 1 : 0;
    }
    CHECK(formatted > 600);
}

TEST_CASE("generated programs keep their meaning") {
    std::string found;
    const bool holds = rc::check("format", [&](std::uint64_t seed) {
        const std::string text = generate_program(seed);
        base::Diagnostics diagnostics;
        parse(text, 0, diagnostics);
        found = diagnostics.all().empty()
                    ? trouble_with(text)
                    : "the generator wrote a fault: " + diagnostics.all()[0].message + "\n" + text;
        RC_ASSERT(found == "");
    });
    CAPTURE(found);
    CHECK(holds);
}

TEST_CASE("a text with faults is given back as its diagnostics") {
    const auto result = format("out $ )\n");
    REQUIRE(!result);
    CHECK(result.error().has_errors());
}
