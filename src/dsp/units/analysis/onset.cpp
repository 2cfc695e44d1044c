// Where a sound begins anew: its loudness of the last milliseconds rises above that of the last tenth of a second (the
// energy of J. Bello et al., "A tutorial on onset detection in music signals", IEEE Transactions on Speech and Audio
// Processing 13(5), 2005).
#include "dsp/math/loudness.hpp"
#include "dsp/unit/unit.hpp"

namespace phonon::dsp::inline PHONON_LEVEL {

struct Onset {
    static constexpr Facts facts{
        .name = "onset",
        .aliases = "transient_detector",
        .group = "analysis",
        .summary = "A trigger at each onset in a sound: drums that set off other things.",
        .inputs = {audio("in", "the sound to listen to"),
                   param("threshold_db", "how much louder than just before it must become", Measure::decibels, 1, 40,
                         6),
                   param("gap", "shortest time between two onsets", Measure::seconds, 0.005f, 2, 0.05f,
                         Curve::logarithmic),
                   param("floor_db", "softer sounds are not heard", Measure::decibels, -100, 0, -50)},
        .example = "~beat $ s \"bd sn bd*2 sn\"\nout $ ~beat + sine 880 * 0.2 * (tar (~beat # onset) 0.001 0.1)",
        .see_also = "amp_follower trig schmidt",
        .tail = 3,
    };
    template <int L>
    struct State {
        Float<L> fast{0.0f}, slow{0.0f};  // powers
        Float<L> since{1e9f};             // seconds
        Int<L> risen{0};
    };
    template <int L>
    static void run(State<L>& s, const Io<L>& io) noexcept {
        const In<L> in = io.in(0), threshold = io.in(1), gap = io.in(2), floor_db = io.in(3);
        const float frame = io.frame_seconds();
        const Float<L> fast(kept_per_frame(Float<L>(0.003f), frame)), slow(kept_per_frame(Float<L>(0.05f), frame));
        for (int i = 0; i < io.frames();) {
            const Float<L> ratio = from_decibels(clamp(threshold.at(i), 1.0f, 40.0f) * Float<L>(2.0f));
            const Float<L> least = from_decibels(clamp(floor_db.at(i), -100.0f, 0.0f) * Float<L>(2.0f));
            const Float<L> pause = clamp(gap.at(i), 0.005f, 2.0f);
            for (const int end = until(i, threshold, gap, floor_db); i < end; ++i) {
                const Float<L> power = min(in.at(i) * in.at(i), 1e12f);
                s.fast = power + fast * (s.fast - power);
                s.slow = power + slow * (s.slow - power);
                // At most 16.7 times, where all of the power is new.
                const Mask<L> louder = (s.fast > s.slow * min(ratio, 16.0f)) & (s.fast > least);
                const Mask<L> begins = louder & ~s.risen & (s.since >= pause);
                s.risen = louder;
                s.since = select(begins, 0.0f, min(s.since + Float<L>(frame), 1e9f));
                // Open for a hundredth of a second, so that it can be seen and heard.
                io.out(i,
                       select(s.since < 0.01f, 1.0f, Float<L>(0.0f)) * select(s.since < pause, 1.0f, Float<L>(0.0f)));
            }
        }
    }
};

}  // namespace phonon::dsp::inline PHONON_LEVEL

PHONON_UNIT(onset, Onset)

#if defined(PHONON_UNIT_TESTS)
using namespace phonon::dsp;
namespace {
std::vector<int> onsets_in(const Signal& x, const Settings& settings = {}) {
    const Signal y = run_unit("onset", settings, static_cast<int>(x.size()), x);
    std::vector<int> at;
    for (std::size_t i = 0; i < y.size(); ++i)
        if (y[i] > 0.5f && (i == 0 || y[i - 1] < 0.5f)) at.push_back(static_cast<int>(i));
    return at;
}
}  // namespace
TEST_CASE("onset finds the beginning of each burst within 5 ms, and no other") {
    const Signal noise = run_unit("noise", {}, 96000);
    Signal x(96000, 0.0f);
    const std::vector<int> begins = {4800, 24000, 33600, 72000};
    for (const int b : begins)
        for (int k = 0; k < 9600; ++k) {
            const auto at = static_cast<std::size_t>(b + k);
            x[at] = noise[at] * 0.5f * static_cast<float>(std::exp(-k / 1500.0));
        }
    const auto found = onsets_in(x);
    REQUIRE(found.size() == begins.size());
    for (std::size_t k = 0; k < begins.size(); ++k) {
        CHECK(found[k] >= begins[k]);
        CHECK(found[k] < begins[k] + 240);
    }
}
TEST_CASE("onset hears nothing new in a steady sound and nothing below its floor") {
    CHECK(onsets_in(sine_wave(200, 96000, 0.5)).size() == 1);
    CHECK(onsets_in(sine_wave(200, 96000, 0.001)).empty());
}
TEST_CASE("onset hears nothing in its pause, and again behind it") {
    const Signal noise = run_unit("noise", {}, 48000);
    Signal x(48000, 0.0f);
    for (const std::size_t b : {4800u, 9600u, 24000u})
        for (std::size_t k = 0; k < 2400; ++k) x[b + k] = noise[b + k] * std::exp(-static_cast<float>(k) / 400);
    CHECK(onsets_in(x, {{{"gap", 0.05f}}, {}}).size() == 3);
    CHECK(onsets_in(x, {{{"gap", 0.2f}}, {}}).size() == 2);
}
TEST_CASE("onset's thresholds are dB: of the rise over what was, and of what is soft") {
    // A level that steps up by some dB. The fast follower leads most when the slow one has still to move.
    const auto heard = [](double step_db, float threshold) {
        Signal x(96000, 0.05f);
        for (std::size_t i = 48000; i < x.size(); ++i) x[i] = static_cast<float>(0.05 * std::pow(10, step_db / 20));
        const auto at = onsets_in(x, {{{"threshold_db", threshold}}, {}});
        return !at.empty() && at.back() >= 48000;
    };
    // The largest of (1 + (r - 1)(1 - e^(-t/3))) / (1 + (r - 1)(1 - e^(-t/50))), with r the ratio of powers.
    for (const float threshold : {3.0f, 6.0f}) {
        double least = 0;
        for (double db = 0.1; least == 0; db += 0.05) {
            const double r = std::pow(10, db / 10);
            for (double t = 0; t < 60; t += 0.1)
                if (1 + (r - 1) * (1 - std::exp(-t / 3)) >
                    std::pow(10, static_cast<double>(threshold) / 10) * (1 + (r - 1) * (1 - std::exp(-t / 50))))
                    least = db;
        }
        CAPTURE(least);
        CHECK(!heard(least - 0.2, threshold));
        CHECK(heard(least + 0.2, threshold));
    }
    const auto bursts = [](double db) {
        Signal x(24000, 0.0f);
        for (std::size_t i = 4800; i < x.size(); ++i) x[i] = static_cast<float>(std::pow(10, db / 20));
        return onsets_in(x, {{{"floor_db", -40}}, {}}).size();
    };
    CHECK(bursts(-40.3) == 0);
    CHECK(bursts(-39.7) == 1);
}
#endif
