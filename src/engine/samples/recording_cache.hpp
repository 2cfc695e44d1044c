// Decoded recordings by key, bounded in bytes: the least recently used go first.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "dsp/sampler/recording.hpp"

namespace phonon::engine {

using RecordingHandle = std::shared_ptr<const dsp::Recording>;

// Not thread-safe: its owner locks. A recording that someone still plays outlives its eviction and is found again
// without being decoded anew.
class RecordingCache {
public:
    explicit RecordingCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    RecordingHandle find(const std::string& key);
    // The recording under that key from now on: the one already there where there is one, so that all share it.
    RecordingHandle insert(const std::string& key, RecordingHandle recording);

    std::size_t bytes() const noexcept { return bytes_; }  // kept alive by the cache

private:
    struct Kept {
        std::string key;
        RecordingHandle recording;
    };
    using Place = std::list<Kept>::iterator;

    void keep(const std::string& key, RecordingHandle recording);
    void evict();

    std::size_t max_bytes_;
    std::size_t bytes_ = 0;
    std::list<Kept> kept_;  // the most recently used first
    std::unordered_map<std::string, Place> places_;
    std::unordered_map<std::string, std::weak_ptr<const dsp::Recording>> evicted_;
};

}  // namespace phonon::engine
