// Turns programs into editions while the music plays. Not for audio threads; used by one thread at a time.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "base/result.hpp"
#include "engine/prepared_sounds.hpp"
#include "engine/live/edition.hpp"

namespace phonon::engine {

struct LiveOptions {
    float rate = 48000;
    std::uint64_t seed = 0;
    std::size_t memory_limit = std::size_t{2} << 30;
    int polyphony = 256;
    int threads = 1;
    int lead = 32;  // quanta that the director may be ahead of the sound
};

class Composer {
public:
    // `sounds` must have what programs name by the time they are composed; units find it there.
    Composer(const LiveOptions& options, SoundSource& sounds) : options_(options), sounds_(&sounds) {}

    // `now`: a quantum not after the landing. The text says why a program cannot be played (memory).
    base::Result<std::unique_ptr<Edition>, std::string> compose(const lang::Program& program, std::int64_t now);
    // The present program without what only led over to it; null where nothing is to be tidied yet.
    std::unique_ptr<Edition> tidied(std::int64_t now);
    // After every landing, before the next edition is composed.
    void landed(const Landing& landing);

    // The mixer's channel of a stem's name; the same name keeps its channel for ever.
    int channel_of(const std::string& stem);
    const std::map<std::string, int>& channels() const noexcept { return channels_; }

private:
    base::Result<std::unique_ptr<Edition>, std::string> make(std::int64_t now);
    void shape(Edition& edition) const;
    bool anything_over(std::int64_t now) const;

    LiveOptions options_;
    SoundSource* sounds_;
    PreparedSounds prepared_sounds_;
    lang::Program program_;
    graph::Ir fresh_;    // of the present program alone
    graph::Ir playing_;  // with what leads over to it
    std::shared_ptr<const graph::Plan> plan_;
    std::shared_ptr<RingOuts> rings_;
    std::shared_ptr<NodeCosts> costs_;
    bool transient_ = false;
    std::uint64_t number_ = 0;
    std::map<std::string, int> channels_;
};

}  // namespace phonon::engine
