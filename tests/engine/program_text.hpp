// Programs from text, for tests that need whole ones.
#pragma once

#include <doctest/doctest.h>

#include <string_view>

#include "base/diagnostics.hpp"
#include "lang/check.hpp"

namespace phonon::engine {

inline lang::Program program_from(std::string_view text) {
    lang::CheckResult checked = lang::check("test.ph", std::string(text));
    for (const base::Diagnostic& d : checked.diagnostics.all())
        if (d.severity() == base::Severity::error) FAIL(base::to_text(d, checked.sources, false));
    return std::move(checked.program);
}

}  // namespace phonon::engine
