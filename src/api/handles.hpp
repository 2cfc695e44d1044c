// What the C interface hands out, and how a C++ call becomes one. For the files of the C interface alone.
#pragma once

#include <algorithm>
#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <string>

#include "api/outcome.hpp"
#include "api/phonon.h"
#include "api/program.hpp"
#include "api/settings.hpp"

struct phonon_settings {
    phonon::api::Settings settings;
};

struct phonon_result {
    phonon::api::Outcome outcome;
    phonon_report report{};
};

namespace phonon::api {

inline const Settings& settings_of(const phonon_settings* settings) {
    static const Settings defaults;
    return settings != nullptr ? settings->settings : defaults;
}

inline Source source_of(const char* path, const char* text) {
    return {path != nullptr ? path : "", text != nullptr ? std::optional<std::string>(text) : std::nullopt};
}

inline void fill_report(phonon_result& result) {
    const auto& r = *result.outcome.report;
    result.report = {.size = sizeof(phonon_report),
                     .frames = r.frames,
                     .rate = result.outcome.rate,
                     .seconds = r.seconds,
                     .elapsed = r.elapsed,
                     .peak = r.levels.peak,
                     .true_peak = r.levels.true_peak,
                     .loudness = r.levels.loudness,
                     .dc = r.levels.dc,
                     .clipped = r.levels.clipped,
                     .voices_started = r.voices.started,
                     .voices_stolen = r.voices.stolen,
                     .voices_cut = r.voices.cut,
                     .hash = r.hash.c_str(),
                     .output = result.outcome.output.c_str(),
                     .tail_frames = r.tail_frames};
}

// Runs `call`; what it throws (memory, most likely) becomes a result, and null where not even that can be made.
template <class F>
phonon_result* guarded(F call) noexcept {
    try {
        auto result = std::make_unique<phonon_result>();
        try {
            result->outcome = call();
        } catch (const std::bad_alloc&) {
            result->outcome = Outcome::fault(PHONON_FILE_ERROR, "out of memory");
        } catch (const std::exception& e) {
            result->outcome = Outcome::fault(PHONON_FILE_ERROR, e.what());
        }
        if (result->outcome.report) fill_report(*result);
        return result.release();
    } catch (...) {
        return nullptr;
    }
}

}  // namespace phonon::api
