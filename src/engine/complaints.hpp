// Something a musician should know about the program while it plays ("no sound named `sna`"); each is said once.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace phonon::engine {

using Complaints = std::vector<std::string>;

class ComplaintBook {
public:
    void add(std::string text) {
        if (said_.insert(text).second) open_.push_back(std::move(text));
    }
    Complaints take() { return std::exchange(open_, {}); }
    // What was said there is not said here again.
    void go_on_from(ComplaintBook& before) { said_ = std::move(before.said_); }

private:
    std::set<std::string> said_;
    Complaints open_;
};

}  // namespace phonon::engine
