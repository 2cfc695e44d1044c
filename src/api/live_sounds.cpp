#include "api/live_sounds.hpp"

#include <fmt/format.h>

namespace phonon::api {

LiveSounds::LiveSounds() : thread_([this] { run(); }) {}

LiveSounds::~LiveSounds() {
    {
        const std::lock_guard lock(mutex_);
        stop_ = true;
    }
    wanted_.notify_all();
    thread_.join();
}

void LiveSounds::set_library(std::shared_ptr<Sounds> library) {
    const std::lock_guard lock(mutex_);
    library_ = std::move(library);
    // What was missing may be there by now.
    std::erase_if(loaded_, [](const auto& entry) { return entry.second == nullptr; });
}

void LiveSounds::load(const std::string& bank, int n) {
    std::shared_ptr<Sounds> library;
    {
        const std::lock_guard lock(mutex_);
        if (loaded_.contains({bank, n})) return;
        library = library_;
    }
    std::shared_ptr<const dsp::Recording> recording;
    if (library) {
        const std::lock_guard reading(library_mutex_);
        recording = library->recording(bank, n);
    }
    const std::lock_guard lock(mutex_);
    loaded_[{bank, n}] = std::move(recording);
    loading_.erase({bank, n});
}

std::shared_ptr<const dsp::Recording> LiveSounds::recording(std::string_view bank, int n) {
    const std::lock_guard lock(mutex_);
    Key key{std::string(bank), n};
    const auto known = loaded_.find(key);
    if (known != loaded_.end()) return known->second;
    if (!loading_.insert(key).second) return nullptr;
    late_.push_back(fmt::format("{}:{}", bank, n));
    queue_.push_back(std::move(key));
    wanted_.notify_one();
    return nullptr;
}

bool LiveSounds::is_loading(std::string_view bank, int n) {
    const std::lock_guard lock(mutex_);
    return loading_.contains({std::string(bank), n});
}

std::vector<std::string> LiveSounds::take_late() {
    const std::lock_guard lock(mutex_);
    return std::exchange(late_, {});
}

void LiveSounds::run() {
    for (;;) {
        Key key;
        {
            std::unique_lock lock(mutex_);
            wanted_.wait(lock, [this] { return stop_ || !queue_.empty(); });
            if (stop_) return;
            key = std::move(queue_.front());
            queue_.pop_front();
        }
        load(key.first, key.second);
    }
}

}  // namespace phonon::api
