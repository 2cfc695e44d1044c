// A recorded room (see math/impulse_response.hpp); without one the sound passes as it is.
#include "dsp/math/convolver.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Convolve {
    static constexpr Facts facts{
        .name = "convolve",
        .aliases = "convolution",
        .group = "reverb",
        .summary = "A recorded room, or any recording, as an echo of every frame of the sound.",
        .shape = Shape::pair,
        .inputs = {audio("in", "the sound to place in the room"),
                   named_sound("sound", "the recording, \"hall\" or \"hall:2\"; its first ten seconds"),
                   param("mix", "0 is the sound alone, 1 the room alone", Measure::ratio, 0, 1, 0.3f)},
        .sound_use = SoundUse::room,
        .example = "out $ s \"cp ~ sn ~\" # convolve \"cr\" 0.3",
        .see_also = "reverb plate reverb_stereo",
        .tail = 10,
    };
    template <int L>
    struct State {
        Word<L> heard{0u}, short_slot{0u}, long_slot{0u};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in[2] = {io.in(0, 0), io.in(0, 1)}, mix = io.in(2);
        const ImpulseResponse* const room = L == 1 ? io.template sound<ImpulseResponse>() : nullptr;
        if (room == nullptr) {
            for (int i = 0; i < io.frames(); ++i)
                for (int c = 0; c < 2; ++c) io.out(i, c, in[c].at(i));
            return;
        }
        if constexpr (L == 1) {
            ConvolverPlace place{s.heard.lane(0), s.short_slot.lane(0), s.long_slot.lane(0)};
            float* const memory = io.memory();
            Convolver convolvers[2] = {{*room, 0, memory},
                                       {*room, room->channels - 1, memory + convolver_words(*room, 1)}};
            for (int i = 0; i < io.frames();) {
                const int block = ImpulseResponse::short_block;
                const int left = block - static_cast<int>(place.heard % static_cast<std::uint32_t>(block));
                const int count = left < io.frames() - i ? left : io.frames() - i;
                for (int c = 0; c < 2; ++c) {
                    float dry[ImpulseResponse::short_block], wet[ImpulseResponse::short_block];
                    for (int k = 0; k < count; ++k) dry[k] = in[c].at(i + k).lane(0);
                    convolvers[c].run(place, dry, wet, count);
                    for (int k = 0; k < count; ++k) {
                        const float share = clamp(mix.at(i + k), 0.0f, 1.0f).lane(0);
                        io.out(i + k, c, Float<L>(dry[k] + share * (wet[k] - dry[k])));
                    }
                }
                place.advance(*room, count);
                i += count;
            }
            s.heard = Word<L>(place.heard);
            s.short_slot = Word<L>(place.short_slot);
            s.long_slot = Word<L>(place.long_slot);
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(convolve, Convolve)
