// The recordings that units of a graph are given by name (convolve "hall:2"): found, prepared once as the unit wants
// them, and the same object again for as long as the recording is the same, so that an edit elsewhere keeps what rings.
// Not for audio threads.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "engine/sound_source.hpp"
#include "graph/ir.hpp"

namespace phonon::engine {

class PreparedSounds {
public:
    // A unit whose recording is missing keeps none.
    void give(graph::Ir& ir, SoundSource& sounds, float rate);

private:
    struct Prepared {
        std::shared_ptr<const dsp::Recording> from;
        std::shared_ptr<const dsp::PreparedSound> made;
    };
    using All = std::map<std::pair<dsp::SoundUse, std::string>, Prepared>;  // by the sound's name

    std::shared_ptr<const dsp::PreparedSound> find(const dsp::UnitRow& unit, const std::string& name,
                                                   SoundSource& sounds, float rate, All& used) const;

    All prepared_;
};

}  // namespace phonon::engine
