// The last stage before a device or file: DC block and true-peak limiter on the sum (LANGUAGE.md 10).
#pragma once

#include <vector>

#include "dsp/unit/table.hpp"
#include "graph/session.hpp"

namespace phonon::engine {

class OutputStage {
public:
    // `raw`: the sum passes as it is.
    OutputStage(float rate, bool raw);

    // One quantum of interleaved stereo, in place. Real-time safe.
    void run(float* frames) noexcept;
    // Frames by which the output comes later than the input.
    int latency() const noexcept { return latency_; }

private:
    struct Unit {
        const dsp::UnitRow* row;
        graph::AlignedBlock state, memory;
    };
    void add(std::string_view name, float rate);

    float rate_;
    int latency_ = 0;
    std::vector<Unit> units_;
};

}  // namespace phonon::engine
