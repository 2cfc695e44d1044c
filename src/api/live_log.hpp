// A set written down as it was played: one JSON object a line. The first says how it began, each `edit` holds the texts
// that landed and the quantum from which on they played, each `check` and the `end` the hash of all sound up to there.
#pragma once

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "base/diagnostics.hpp"
#include "base/result.hpp"
#include "engine/live/performance.hpp"

namespace phonon::api {

struct LogStart {
    double rate = 48000;
    std::uint64_t seed = 0;
    int polyphony = 256;
    bool tidal_octaves = false;
};

// What of a program's live commands shapes the sound that lands.
enum class LogEdit { plain, with_commands, with_once };

class LiveLog {
public:
    static base::Result<std::unique_ptr<LiveLog>, std::string> create(const std::string& path, const LogStart& start);

    // `faded`: stems that an `xfade` has replaced and that are gone.
    void edit(std::int64_t quantum, const std::vector<base::SourceText>& sources, LogEdit how,
              const std::vector<std::string>& faded);
    void jump(std::int64_t quantum, const std::string& cycle);
    void note(const std::string& what);
    void check(const engine::Checkpoint& checkpoint, bool end = false);

private:
    struct Close {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    explicit LiveLog(std::FILE* file) : file_(file) {}
    void write(const std::string& line);

    std::unique_ptr<std::FILE, Close> file_;
    std::int64_t checked_ = 0;
};

}  // namespace phonon::api
