// Writes a session down while it is played: a float32 WAV file whose header is right at every moment, so that a killed
// session leaves a file that plays.
#pragma once

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <thread>

#include "base/result.hpp"
#include "engine/live/frame_ring.hpp"

namespace phonon::io {

class Recorder {
public:
    // The text says why the file cannot be made.
    static base::Result<std::unique_ptr<Recorder>, std::string> create(const std::string& path, int rate);
    ~Recorder();  // writes what is left

    engine::FrameRing& ring() noexcept { return ring_; }
    // A sentence where the disk is full or the file is gone; "" while all is well.
    std::string fault() const;

private:
    Recorder(std::string path, std::FILE* file, int rate);
    void run();
    bool write_some();
    bool write_header();

    std::string path_;
    std::FILE* file_;
    int rate_;
    engine::FrameRing ring_;
    std::uint64_t bytes_ = 0;
    std::atomic<bool> stop_{false}, failed_{false};
    std::thread thread_;
};

}  // namespace phonon::io
