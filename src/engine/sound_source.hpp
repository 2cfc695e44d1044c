// Where the director gets recordings from; implemented over the sample library.
#pragma once

#include <memory>
#include <string_view>

#include "dsp/sampler/recording.hpp"

namespace phonon::engine {

class SoundSource {
public:
    virtual ~SoundSource() = default;
    // The recording `n` of a bank (wrapping around), loaded when needed; null where there is none. Never called on an
    // audio thread.
    virtual std::shared_ptr<const dsp::Recording> recording(std::string_view bank, int n) = 0;
    // Whether a recording that was null will be there later: a source that must not wait loads beside the music.
    virtual bool is_loading(std::string_view bank, int n) {
        (void)bank, (void)n;
        return false;
    }
};

}  // namespace phonon::engine
