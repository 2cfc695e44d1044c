// Where the passes report. A fault of one place is told once, however often its expression is evaluated (functions are
// evaluated at every use, strings once for each way they are read).
#pragma once

#include <set>
#include <string>
#include <tuple>

#include "base/diagnostics.hpp"
#include "lang/passes/value.hpp"

namespace phonon::lang::passes {

class Report {
public:
    explicit Report(base::Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

    // The value that stands for what could not be evaluated; it causes no further errors.
    Value error(base::Code code, TextSpan span, std::string message, std::string help = {}) {
        say({code, span, std::move(message), std::move(help), {}});
        return {std::monostate{}, span};
    }
    void say(base::Diagnostic d) {
        if (seen_.insert({d.code, d.span.file, d.span.begin, d.span.end, d.message}).second)
            diagnostics_.add(std::move(d));
    }
    bool has_errors() const noexcept { return diagnostics_.has_errors(); }
    base::Diagnostics& diagnostics() noexcept { return diagnostics_; }

private:
    base::Diagnostics& diagnostics_;
    std::set<std::tuple<base::Code, std::uint16_t, std::uint32_t, std::uint32_t, std::string>> seen_;
};

}  // namespace phonon::lang::passes
