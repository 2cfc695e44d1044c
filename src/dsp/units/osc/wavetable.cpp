// Periods of a wave out of a recording, with as many harmonics as the pitch has room for: see math/wavetable.hpp.
#include "dsp/math/wavetable.hpp"

#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct WavetableOscillator {
    static constexpr Facts facts{
        .name = "wavetable",
        .aliases = "wt",
        .group = "osc",
        .summary = "Plays the periods of a wave in a recording at any pitch, and moves between them.",
        .role = Role::source,
        .inputs = {needed("freq", "pitch", Measure::hertz, -20000, 20000, 220),
                   named_sound("sound", "the recording: up to 4096 frames are one period, more are periods of 2048"),
                   param("position", "from its first period, 0, to its last, 1", Measure::ratio, 0, 1, 0)},
        .sound_use = SoundUse::periods,
        .example =
            "~glass freq $ wavetable freq \"bd\" (line 0 0.3 1) # adsr 0.01 0.5 0.5 0.3 * 0.4\n"
            "out $ note \"c3 e3 g3 b3\" # s \"~glass\"",
        .see_also = "saw additive fm",
        .tail = -1,
    };
    template <int L>
    struct State {
        Phase<L> phase;
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> freq = io.in(0), position = io.in(2);
        const Wavetable* const table = io.template sound<Wavetable>();
        for (int i = 0; i < io.frames();) {
            const PhaseStep<L> step(freq.at(i), io.rate());
            const Float<L> octaves = log2(abs(step.turns) * Float<L>(2.0f * Wavetable::most_harmonics));
            for (const int end = freq.until(i); i < end; ++i) {
                Float<L> out(0.0f);
                if (table != nullptr) {
                    const Float<L> place =
                        clamp(position.at(i), 0.0f, 1.0f) * Float<L>(static_cast<float>(table->periods - 1));
                    for (int l = 0; l < L; ++l)
                        out.set_lane(l, frame(*table, place.lane(l), WaveLevel(octaves.lane(l)), s.phase.at.lane(l)));
                }
                io.out(i, out);
                s.phase.advance(step);
            }
        }
    }

private:
    PHONON_INLINE static float mixed(float a, float b, float share) noexcept { return a + share * (b - a); }

    PHONON_INLINE static float frame(const Wavetable& table, float place, WaveLevel at, std::uint32_t phase) noexcept {
        const int period = static_cast<int>(place);
        const float share = place - static_cast<float>(period);
        const float first = level(table, period, at, phase);
        return share > 0.0f ? mixed(first, level(table, period + 1, at, phase), share) : first;
    }
    PHONON_INLINE static float level(const Wavetable& table, int period, WaveLevel at, std::uint32_t phase) noexcept {
        const float lower = wave_at(table, period, at.level, phase);
        return at.next > 0.0f ? mixed(lower, wave_at(table, period, at.level + 1, phase), at.next) : lower;
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(wavetable, WavetableOscillator)
