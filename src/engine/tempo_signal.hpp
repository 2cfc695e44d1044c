// A tempo that is a signal: `cps: sine 0.05 * 0.1 + 0.5`. Read once a quantum, by the director's side of the program,
// so it runs in a small graph of its own, ahead of the sound.
#pragma once

#include <memory>

#include "engine/clock.hpp"
#include "lang/program.hpp"

namespace phonon::engine {

class TempoSignal {
public:
    // Null where the program's tempo is no signal.
    static std::unique_ptr<TempoSignal> of(const lang::Program& program, float rate, std::uint64_t seed,
                                           Time start = 0);
    ~TempoSignal();

    // Cycles a second in quantum k; quanta come in order. What is not above 0 keeps the tempo as it was.
    double next(std::int64_t k);

private:
    struct Impl;
    explicit TempoSignal(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace phonon::engine
