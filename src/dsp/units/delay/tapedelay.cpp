// Tape echo (J. Arnardottir, J. Abel, J. Smith, "A digital model of the Echoplex tape delay", AES 125th Convention,
// 2008): the loop loses treble and saturates, and the tape's speed is never quite steady. A new time is reached as on
// the machine, by the motor's inertia, so the echoes glide in pitch.
#include "dsp/math/delay_line.hpp"
#include "dsp/math/phase.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Tapedelay {
    static constexpr Facts facts{
        .name = "tapedelay",
        .aliases = "tape",
        .group = "delay",
        .summary = "Tape echo: warm, darker with every repeat, gliding when its time changes; feedback above 1 howls.",
        .inputs = {audio("in", "the sound to repeat"),
                   needed("time", "time between echoes", Measure::seconds, 0.001f, 5, 0.35f),
                   param("fb", "how much of each echo is repeated; above 1 it grows until the tape is full",
                         Measure::ratio, 0, 1.2f, 0.5f),
                   param("wow_rate", "speed of the slow unsteadiness", Measure::hertz, 0, 5, 0.5f),
                   param("wow_depth", "depth of the slow unsteadiness; 1 is 10 ms", Measure::ratio, 0, 1, 0.02f),
                   param("flutter_rate", "speed of the fast unsteadiness", Measure::hertz, 0, 20, 6),
                   param("flutter_depth", "depth of the fast unsteadiness; 1 is 1 ms", Measure::ratio, 0, 1, 0.05f),
                   param("saturation", "how hard the tape is driven", Measure::ratio, 0, 1, 0.3f),
                   param("mix", "0 is the sound alone, 1 the echoes alone", Measure::ratio, 0, 1, 0.5f)},
        .example = "out $ note \"c4 ~ e4 g4\" # s \"superpiano\" # tapedelay 0.36 0.6 :mix 0.4",
        .see_also = "delay pingpong",
        .tail = -1,
    };
    static constexpr float longest = 5.1f;  // seconds, the unsteadiness included

    template <int L>
    struct State {
        Word<L> now{0u};
        Phase<L> wow, flutter;
        Float<L> age{-1.0f};  // seconds
        Float<L> treble{0.0f}, rumble{0.0f};
    };
    static std::size_t memory_words(float rate) noexcept { return line_words(rate, longest); }

    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), time = io.in(1), fb = io.in(2), wow_rate = io.in(3), wow_depth = io.in(4);
        const In<L> flutter_rate = io.in(5), flutter_depth = io.in(6), saturation = io.in(7), mix = io.in(8);
        const DelayLine<L> line(io.memory(), line_words(io.rate(), longest));
        const float frame = io.frame_seconds();
        const Float<L> inertia(frame / 0.08f);
        const Float<L> dark(Float<L>(1.0f) - exp(Float<L>(-2.0f * pi * 5000.0f * frame)));
        const Float<L> slow(2.0f * pi * 20.0f * frame);
        for (int i = 0; i < io.frames(); ++i) {
            const Float<L> target = clamp(time.at(i), 0.001f, 5.0f);
            s.age = select(s.age < 0.0f, target, s.age + inertia * (target - s.age));
            // The offset keeps the sum above 0: unsteadiness only ever makes the way longer.
            const Float<L> wow = clamp(wow_depth.at(i), 0.0f, 1.0f) * (sin_turns(s.wow.turns()) + Float<L>(1.0f));
            const Float<L> flutter =
                clamp(flutter_depth.at(i), 0.0f, 1.0f) * (sin_turns(s.flutter.turns()) + Float<L>(1.0f));
            s.wow.advance(PhaseStep<L>(wow_rate.at(i), io.rate()));
            s.flutter.advance(PhaseStep<L>(flutter_rate.at(i), io.rate()));
            const Float<L> age = s.age + wow * Float<L>(0.01f) + flutter * Float<L>(0.001f);
            const Float<L> x = in.at(i);
            s.treble += dark * (line.read(s.now, age * Float<L>(io.rate())) - s.treble);
            s.rumble += slow * (s.treble - s.rumble);
            const Float<L> y = s.treble - s.rumble;
            // Unit gain for soft sounds at every drive; the ceiling comes down as the drive goes up.
            const Float<L> drive = Float<L>(0.2f) + clamp(saturation.at(i), 0.0f, 1.0f) * Float<L>(2.8f);
            line.write(s.now, tanh((x + clamp(fb.at(i), 0.0f, 1.2f) * y) * drive) / drive);
            s.now += Word<L>(1u);
            io.out(i, dry_wet(x, y, mix.at(i)));
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(tapedelay, Tapedelay)

#if defined(PHONON_UNIT_TESTS)
#include <algorithm>
#include <cmath>
using namespace phonon::dsp;
TEST_CASE("tapedelay's repeats grow darker") {
    // Steady tape; a burst of two tones, heard at the first and at the third echo.
    const Signal low = sine_wave(300, 4800, 0.05), high = sine_wave(6000, 4800, 0.05);
    const Settings steady{{{"time", 0.2f}, {"fb", 0.9f}, {"wow_depth", 0}, {"flutter_depth", 0}, {"mix", 1}}, {}};
    const auto echo = [&](const Signal& x, std::size_t k) {
        const Signal y = run_unit("tapedelay", steady, 48000, x);
        return rms(Signal(y.begin() + static_cast<long>(k * 9600), y.begin() + static_cast<long>(k * 9600 + 4800)));
    };
    CHECK(echo(low, 3) / echo(low, 1) > 0.7);
    CHECK(echo(high, 3) / echo(high, 1) < 0.35);
}
TEST_CASE("tapedelay with feedback above 1 howls but stays in bounds") {
    const Signal y =
        run_unit("tapedelay", {{{"time", 0.05f}, {"fb", 1.2f}, {"mix", 1}}, {}}, 480000, sine_wave(440, 4800));
    CHECK(rms(y, 432000) > 0.05);
    CHECK(peak(y) < 2.0);
}
TEST_CASE("tapedelay's wow and flutter swing the pitch by their depths: 10 ms and 1 ms at most to either side") {
    const auto swing = [](const char* rate, const char* depth) {
        Settings set{{{"time", 0.1f}, {"fb", 0}, {"wow_depth", 0}, {"flutter_depth", 0}, {"mix", 1}}, {}};
        set.constants[rate] = 4;
        set.constants[depth] = 0.25f;
        const Signal y = run_unit("tapedelay", set, 96000, sine_wave(2000, 96000, 0.05));
        double highest = 0, lowest = 1e9;
        for (long at = 24000; at + 480 < 96000; at += 240) {
            const double f = frequency_of(Signal(y.begin() + at, y.begin() + at + 480));
            highest = std::max(highest, f);
            lowest = std::min(lowest, f);
        }
        return (highest - lowest) / 2 / 2000;
    };
    const double slope = 2 * 3.14159265 * 4 * 0.25;
    CHECK(swing("wow_rate", "wow_depth") == doctest::Approx(slope * 0.01).scale(0).epsilon(0.03));
    CHECK(swing("flutter_rate", "flutter_depth") == doctest::Approx(slope * 0.001).scale(0).epsilon(0.06));
}
TEST_CASE("tapedelay saturates by tanh, soft sounds not at all") {
    for (const float saturation : {0.0f, 0.5f, 1.0f})
        for (const double level : {0.001, 0.8}) {
            Settings set{{{"time", 0.1f},
                          {"fb", 0},
                          {"wow_depth", 0},
                          {"flutter_depth", 0},
                          {"saturation", saturation},
                          {"mix", 1}},
                         {}};
            const Signal y = run_unit("tapedelay", set, 48000, sine_wave(500, 48000, level));
            // The first partial of tanh(d a sin) / d, by a sum over the period.
            const double drive = 0.2 + 2.8 * static_cast<double>(saturation);
            double first = 0;
            for (int k = 0; k < 1000; ++k) {
                const double s = std::sin(2 * 3.14159265 * (k + 0.5) / 1000);
                first += 2 * s * std::tanh(drive * level * s) / drive / 1000;
            }
            // Its filters take 0.05 dB of 500 Hz.
            CHECK(level_at(Signal(y.begin() + 24000, y.end()), 500) == doctest::Approx(first).scale(0).epsilon(0.01));
        }
}
#endif
