#include "engine/samples/recording_cache.hpp"

namespace phonon::engine {

RecordingHandle RecordingCache::find(const std::string& key) {
    if (const auto at = places_.find(key); at != places_.end()) {
        kept_.splice(kept_.begin(), kept_, at->second);
        return at->second->recording;
    }
    if (const auto at = evicted_.find(key); at != evicted_.end()) {
        RecordingHandle alive = at->second.lock();
        evicted_.erase(at);
        if (alive != nullptr) keep(key, alive);
        return alive;
    }
    return nullptr;
}

RecordingHandle RecordingCache::insert(const std::string& key, RecordingHandle recording) {
    if (RecordingHandle there = find(key)) return there;
    keep(key, recording);
    return recording;
}

void RecordingCache::keep(const std::string& key, RecordingHandle recording) {
    bytes_ += recording->bytes();
    kept_.push_front({key, std::move(recording)});
    places_[key] = kept_.begin();
    evict();
}

void RecordingCache::evict() {
    if (bytes_ <= max_bytes_) return;
    std::erase_if(evicted_, [](const auto& e) { return e.second.expired(); });
    while (bytes_ > max_bytes_ && !kept_.empty()) {
        Kept& last = kept_.back();
        bytes_ -= last.recording->bytes();
        places_.erase(last.key);
        if (last.recording.use_count() > 1) evicted_[last.key] = last.recording;
        kept_.pop_back();
    }
}

}  // namespace phonon::engine
