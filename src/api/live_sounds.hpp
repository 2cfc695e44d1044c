// Sounds for music that must not wait: what is not loaded yet is loaded beside it and heard from the next event on.
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "api/sounds.hpp"

namespace phonon::api {

class LiveSounds final : public engine::SoundSource {
public:
    LiveSounds();
    ~LiveSounds() override;

    // Sounds are looked for there from now on; what is loaded stays.
    void set_library(std::shared_ptr<Sounds> library);
    // Loads it now, on the calling thread.
    void load(const std::string& bank, int n);

    // Never waits for a file.
    std::shared_ptr<const dsp::Recording> recording(std::string_view bank, int n) override;
    bool is_loading(std::string_view bank, int n) override;
    // Sounds that were asked for before they were loaded, since the last call: "bd:3".
    std::vector<std::string> take_late();

private:
    using Key = std::pair<std::string, int>;
    void run();

    std::mutex mutex_;
    std::condition_variable wanted_;
    std::mutex library_mutex_;  // one file is read at a time
    std::shared_ptr<Sounds> library_;
    std::map<Key, std::shared_ptr<const dsp::Recording>> loaded_;  // null: there is none
    std::set<Key> loading_;
    std::deque<Key> queue_;
    std::vector<std::string> late_;
    bool stop_ = false;
    std::thread thread_;
};

}  // namespace phonon::api
