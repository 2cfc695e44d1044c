// What a call of the C interface comes to, before it becomes a handle.
#pragma once

#include <optional>
#include <string>

#include "api/phonon.h"
#include "engine/render.hpp"

namespace phonon::api {

struct Outcome {
    phonon_status status = PHONON_DONE;
    std::string text;         // phonon_result_text
    std::string diagnostics;  // phonon_result_diagnostics
    std::optional<engine::RenderReport> report;
    std::string output;
    double rate = 0;

    static Outcome fault(phonon_status status, const std::string& what) {
        Outcome o;
        o.status = status;
        o.diagnostics = "phonon: " + what + "\n";
        return o;
    }
};

}  // namespace phonon::api
