#include "api/event_difference.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace phonon::api {

std::vector<OwnEvent> difference_of(const std::vector<EventListing>& first, const std::vector<EventListing>& second) {
    // By source and text; how often the second side has it more than the first, and one of them to show.
    std::map<std::pair<std::string, std::string>, std::pair<int, const pattern::Event*>> counts;
    const auto count = [&](const std::vector<EventListing>& listings, int by) {
        for (const EventListing& l : listings) {
            for (const pattern::Event& e : l.events) {
                auto& entry = counts[{l.name, event_json(e)}];
                entry.first += by;
                entry.second = &e;
            }
        }
    };
    count(first, -1);
    count(second, 1);

    std::vector<OwnEvent> own;
    for (const auto& [key, entry] : counts)
        for (int i = 0; i < std::abs(entry.first); ++i) own.push_back({key.first, entry.first > 0, *entry.second});
    std::stable_sort(own.begin(), own.end(),
                     [](const OwnEvent& a, const OwnEvent& b) { return a.event.part.begin < b.event.part.begin; });
    return own;
}

}  // namespace phonon::api
