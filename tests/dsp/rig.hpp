// Runs a kernel as the engine does, with everything in the open: lanes, splits, views, state and memory.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "dsp/math/wavetable.hpp"
#include "dsp/unit/table.hpp"

namespace phonon::dsp {

// What stands in input `input` at `frame`, for one voice and channel (channel 1 only in audio inputs of pair units).
using Scene = std::function<float(int input, int frame, int voice, int channel)>;

enum class View {
    full,      // every frame may differ
    segments,  // the frames that differ are marked
    constant,  // one row for all: only for scenes that do not move
};

inline const Kernel& kernel_of(const UnitKernels& unit, int lanes) noexcept {
    return lanes == 1 ? unit.mono : lanes == 2 ? unit.stereo : unit.voices;
}

// What a unit is given for a sound that it names: three waves of 2048 frames. A room has tests of its own, for voices
// have none.
inline std::shared_ptr<const PreparedSound> test_sound(SoundUse use) {
    if (use != SoundUse::periods) return nullptr;
    std::vector<float> frames;
    for (int i = 0; i < 3 * 2048; ++i)
        frames.push_back(static_cast<float>(i % 2048 * (i / 2048 + 1) % 2048) / 1024.0f - 1.0f);
    return make_wavetable(frames.data(), 1, static_cast<std::int64_t>(frames.size()));
}

class Rig {
public:
    // Lane l plays voice first_voice + l.
    Rig(const Facts& facts, const UnitKernels& kernels, int lanes, int first_voice = 0, float rate = 48000)
        : facts_(&facts),
          kernel_(&kernel_of(kernels, lanes)),
          lanes_(lanes),
          first_voice_(first_voice),
          rate_(rate),
          state_(kernel_->state_size / sizeof(Block)),
          sound_(test_sound(facts.sound_use)),
          memory_(kernels.memory_words(rate) * static_cast<std::size_t>(lanes) +
                  (sound_ != nullptr ? sound_->memory_words() : 0)) {
        for (int l = 0; l < lanes; ++l) keys_.push_back(0x9e3779b9u * static_cast<std::uint32_t>(first_voice + l + 1));
        reset();
    }
    // In place of the sound that the unit names; one that needs no memory.
    void give(std::shared_ptr<const PreparedSound> sound) { sound_ = std::move(sound); }
    void reset() {
        kernel_->init(state_.data());
        std::fill(memory_.begin(), memory_.end(), 0.0f);
        at_ = 0;
    }

    // Plays on from where the last call ended and returns the frames, channel by channel, lane by lane.
    // `pieces` are the lengths of the calls, taken round and round; each is 1 ... 64.
    std::vector<float> play(const Scene& scene, int frames, View view = View::full, std::vector<int> pieces = {64}) {
        const int row = channels() * lanes_;
        std::vector<float> out(static_cast<std::size_t>(frames * row));
        for (int done = 0, piece = 0; done < frames; ++piece) {
            const int count = std::min(pieces[static_cast<std::size_t>(piece) % pieces.size()], frames - done);
            play_piece(scene, count, view, out.data() + done * row);
            done += count;
        }
        return out;
    }

    int channels() const noexcept { return facts_->shape == Shape::pair ? 2 : 1; }

private:
    struct alignas(64) Block {
        std::byte bytes[64];
    };

    void play_piece(const Scene& scene, int count, View view, float* out) {
        const int inputs = facts_->input_count();
        std::vector<std::vector<float>> frames(static_cast<std::size_t>(inputs));
        std::vector<InputView> views;
        for (int k = 0; k < inputs; ++k) {
            const int width = facts_->inputs[k].kind == InputKind::audio ? channels() : 1;
            const int row = width * lanes_;
            auto& data = frames[static_cast<std::size_t>(k)];
            InputView v;
            for (int i = 0; i < (view == View::constant ? 1 : count); ++i) {
                bool changed = at_ + i == 0;
                for (int c = 0; c < width; ++c)
                    for (int l = 0; l < lanes_; ++l) {
                        data.push_back(scene(k, at_ + i, first_voice_ + l, c));
                        changed = changed || data.back() != scene(k, at_ + i - 1, first_voice_ + l, c);
                    }
                if (changed || view == View::full) v.changes |= std::uint64_t{1} << i;
            }
            v.data = data.data();
            v.stride = view == View::constant ? 0 : row;
            if (view == View::constant) v.changes = 0;
            views.push_back(v);
        }
        kernel_->run({views.data(), out, channels() * lanes_, count, rate_, state_.data(), memory_.data(), keys_.data(),
                      sound_.get()});
        at_ += count;
    }

    const Facts* facts_;
    const Kernel* kernel_;
    int lanes_, first_voice_;
    float rate_;
    int at_ = 0;
    std::vector<Block> state_;
    std::shared_ptr<const PreparedSound> sound_;
    std::vector<float> memory_;
    std::vector<std::uint32_t> keys_;
};

}  // namespace phonon::dsp
