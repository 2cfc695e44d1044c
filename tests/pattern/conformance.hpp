// Event lists in the JSON form of tests/data/conformance (see its README), and the three levels at which two agree.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "pattern/pattern.hpp"

namespace phonon::test {

using pattern::Event;
using pattern::Events;
using pattern::Pattern;
using pattern::TimeSpan;
using Json = nlohmann::json;

enum class Agreement { none, onsets, joined, equal };

// The one name under which a control with several names is compared.
std::string main_name(const std::string& name);
std::vector<Json> read_cases(const std::string& file_name);
// The spans a case asks for: its cycles one by one, or the spans it names.
std::vector<TimeSpan> spans_of(const Json& test_case);
Events events_of(const Json& test_case);
// Asks every span apart.
Events query_spans(const Pattern& pattern, const std::vector<TimeSpan>& spans);
// Joins touching fragments of one event; order is not kept.
Events join_fragments(const Events& events);
// Times are compared within 1e-9 cycles where `exact` is false; numbers within 1e-9 of their size.
Agreement compare(const Events& actual, const Events& expected, bool exact);
std::string describe(const Events& events, std::size_t most = 12);

}  // namespace phonon::test
