// Words and operators against the event lists of Tidal and Strudel. PHONON_LIST=group (or `all`) prints what differs,
// PHONON_LIST=unknown the words that the table does not have.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cstdlib>
#include <map>

#include "evaluate.hpp"

using namespace phonon;
using phonon::test::Agreement;

TEST_CASE("words give Tidal's events") {
    std::map<Agreement, int> counts;
    std::map<std::string, int> missing;
    int without_word = 0;
    const char* list = std::getenv("PHONON_LIST");
    for (const auto& test_case : test::read_cases("transforms.jsonl")) {
        std::string unknown;
        const auto pattern = test::evaluate(test_case, unknown);
        if (!pattern) {
            ++missing[unknown];
            ++without_word;
            continue;
        }
        const auto expected = test::events_of(test_case);
        // A transform is made only when its pattern is asked, and may find its unknown word as late as that.
        const auto actual = test::query_spans(*pattern, test::spans_of(test_case));
        const auto agreement = test::compare(actual, expected, test_case["oracle"] != "tidal");
        ++counts[agreement];
        const std::string group = test_case["group"];
        if (agreement < Agreement::joined && list && (std::string(list) == "all" || group == list)) {
            fmt::print("{} ({})  {} {} {}\n  expected\n{}  actual\n{}", test_case["id"].get<std::string>(),
                       test_case["oracle"].get<std::string>(), test_case["base"].dump(), test_case["pattern"].dump(),
                       test_case["transform"].dump(), test::describe(expected), test::describe(actual));
        }
    }
    if (list && std::string(list) == "unknown") {
        for (const auto& [name, count] : missing) fmt::print("{:4} {}\n", count, name);
    }
    const int equal = counts[Agreement::equal];
    const int joined = equal + counts[Agreement::joined];
    const int onsets = joined + counts[Agreement::onsets];
    const int known = onsets + counts[Agreement::none];
    fmt::print("words: equal {} of {}, after joining {}, onsets {}; {} cases need words that are not there\n", equal,
               known, joined, onsets, without_word);
    CHECK(joined >= 0.95 * known);
}
