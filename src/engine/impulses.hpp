// The recordings that units of a graph are given by name (convolve "hall:2"): found, brought to the session's rate and
// prepared once, and the same object again for as long as the recording is the same, so that an edit elsewhere keeps
// what rings. Not for audio threads.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "engine/sound_source.hpp"
#include "graph/ir.hpp"

namespace phonon::engine {

class Impulses {
public:
    // A unit whose recording is missing keeps none.
    void give(graph::Ir& ir, SoundSource& sounds, float rate);

private:
    struct Prepared {
        std::shared_ptr<const dsp::Recording> from;
        std::shared_ptr<const dsp::ImpulseResponse> impulse;
    };
    std::map<std::string, Prepared> prepared_;  // by the sound's name
};

}  // namespace phonon::engine
