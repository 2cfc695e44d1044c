#include "api/live_log.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <nlohmann/json.hpp>

#include "api/phonon.h"

namespace phonon::api {

using Json = nlohmann::ordered_json;

base::Result<std::unique_ptr<LiveLog>, std::string> LiveLog::create(const std::string& path, const LogStart& start) {
    std::FILE* file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) return base::failure(fmt::format("cannot write `{}`: {}", path, std::strerror(errno)));
    std::unique_ptr<LiveLog> log(new LiveLog(file));
    log->write(Json{{"phonon", phonon_version()},
                    {"rate", start.rate},
                    {"seed", start.seed},
                    {"polyphony", start.polyphony},
                    {"tidal_octaves", start.tidal_octaves}}
                   .dump());
    return log;
}

// Every line is on its way before the next thing happens.
void LiveLog::write(const std::string& line) {
    (void)std::fwrite(line.data(), 1, line.size(), file_.get());
    (void)std::fputc('\n', file_.get());
    (void)std::fflush(file_.get());
}

void LiveLog::edit(std::int64_t quantum, const std::vector<base::SourceText>& sources, LogEdit how,
                   const std::vector<std::string>& faded) {
    Json texts = Json::array();
    for (const base::SourceText& s : sources) texts.push_back({{"path", s.path}, {"text", s.text}});
    const char* commands = how == LogEdit::with_once ? "once" : how == LogEdit::with_commands ? "stems" : "none";
    const Json line{{"edit", quantum}, {"commands", commands}, {"faded", faded}, {"sources", std::move(texts)}};
    write(line.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void LiveLog::jump(std::int64_t quantum, const std::string& cycle) {
    write(Json{{"jump", quantum}, {"cycle", cycle}}.dump());
}

void LiveLog::note(const std::string& what) {
    write(Json{{"note", what}}.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void LiveLog::check(const engine::Checkpoint& c, bool end) {
    if (!end && c.quanta <= checked_) return;
    checked_ = c.quanta;
    write(Json{{end ? "end" : "check", c.quanta}, {"hash", fmt::format("{:016x}", c.hash)}}.dump());
}

}  // namespace phonon::api
