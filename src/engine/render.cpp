#include "engine/render.hpp"

#include <ebur128.h>

#include <chrono>
#include <cmath>

#include "base/hash.hpp"

namespace phonon::engine {
namespace {

// Levels of what goes by, fed block by block.
class Meter {
public:
    explicit Meter(float rate)
        : state_(ebur128_init(2, static_cast<unsigned long>(rate), EBUR128_MODE_I | EBUR128_MODE_TRUE_PEAK)) {}
    ~Meter() { ebur128_destroy(&state_); }
    Meter(const Meter&) = delete;
    Meter& operator=(const Meter&) = delete;

    void add(std::span<const float> frames) {
        ebur128_add_frames_float(state_, frames.data(), frames.size() / 2);
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const double x = static_cast<double>(frames[i]);
            peak_ = std::fmax(peak_, std::fabs(x));
            sum_[i % 2] += x;
            if (std::fabs(x) > 1.0) ++clipped_;
        }
        count_ += static_cast<std::int64_t>(frames.size() / 2);
    }

    void report(RenderReport& r) const {
        r.peak = peak_;
        double left = 0, right = 0;
        ebur128_true_peak(state_, 0, &left);
        ebur128_true_peak(state_, 1, &right);
        r.true_peak = std::fmax(peak_, std::fmax(left, right));
        if (ebur128_loudness_global(state_, &r.loudness) != EBUR128_SUCCESS) r.loudness = -HUGE_VAL;
        r.clipped = clipped_;
        const double n = count_ == 0 ? 1.0 : static_cast<double>(count_);
        r.dc = std::fabs(sum_[0]) > std::fabs(sum_[1]) ? sum_[0] / n : sum_[1] / n;
    }

private:
    ebur128_state* state_;
    double peak_ = 0, sum_[2] = {0, 0};
    std::int64_t clipped_ = 0, count_ = 0;
};

}  // namespace

std::int64_t frames_of_cycles(const lang::Program& program, double cycles, float rate) {
    // Walks the tempo as the director does, without sound.
    struct Nothing final : SoundSource {
        std::shared_ptr<const dsp::Recording> recording(std::string_view, int) override { return nullptr; }
    } nothing;
    auto plan = std::make_shared<graph::Plan>();
    plan->rate = rate;
    Director director(plan, program.tempo, nothing, {});
    const Time target = Time::from_double(cycles);
    if (std::holds_alternative<base::Fraction>(program.tempo)) return director.clock().frame_at(target);
    graph::Score score(0, 0, 1);
    const auto signal = TempoSignal::of(program, rate, program.seed);
    // A tempo that falls towards nothing never gets there: a day is enough.
    const auto most = static_cast<std::int64_t>(86'400.0 * static_cast<double>(rate)) / dsp::quantum_frames;
    for (std::int64_t k = 0; k < most && director.clock().cycle_at(k * dsp::quantum_frames) < target; ++k) {
        if (signal) director.set_tempo(k * dsp::quantum_frames, signal->next(k));
        director.write(score, k);
    }
    return director.clock().frame_at(target);
}

base::Result<RenderReport, std::string> render(const lang::Program& program, SoundSource& sounds,
                                               const RenderOptions& options, const Sink& sink,
                                               const Progress& progress) {
    PlayerOptions player_options = options.player;
    player_options.frames = options.frames;
    auto made = Player::make(program, sounds, player_options);
    if (!made) return base::failure(made.error());
    const std::unique_ptr<Player>& player = *made;

    RenderReport report;
    Meter meter(options.player.rate);
    base::Hasher hasher;
    std::vector<float> block(static_cast<std::size_t>(options.block) * 2);
    const auto begun = std::chrono::steady_clock::now();
    const auto elapsed = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    };

    // A file has no latency: what the limiter holds back at the start is left out, and as much more is rendered.
    std::int64_t skip = player->latency();
    double told = 0;
    while (report.frames < options.frames && !report.stopped) {
        // Never more than is wanted, so that what is counted does not depend on the block.
        const auto wanted =
            static_cast<std::size_t>(std::min<std::int64_t>(options.block, options.frames - report.frames + skip));
        const std::span<float> made_now = std::span<float>(block).first(2 * wanted);
        player->read(made_now);
        std::span<const float> frames(made_now);
        const auto skipped = static_cast<std::size_t>(std::min<std::int64_t>(skip, options.block));
        skip -= static_cast<std::int64_t>(skipped);
        frames = frames.subspan(skipped * 2);
        frames = frames.first(2 * static_cast<std::size_t>(std::min<std::int64_t>(
                                      static_cast<std::int64_t>(frames.size() / 2), options.frames - report.frames)));
        if (frames.empty()) continue;
        meter.add(frames);
        hasher.add(frames);
        report.frames += static_cast<std::int64_t>(frames.size() / 2);
        if (!sink(frames)) report.stopped = true;
        if (progress && elapsed() - told > 0.1) {
            told = elapsed();
            const double seconds = static_cast<double>(report.frames) / static_cast<double>(options.player.rate);
            if (!progress(static_cast<double>(report.frames) / static_cast<double>(options.frames), seconds / told))
                report.stopped = true;
        }
    }
    report.elapsed = elapsed();
    report.seconds = static_cast<double>(report.frames) / static_cast<double>(options.player.rate);
    meter.report(report);
    report.hash = hasher.text();
    report.voices = player->director().counts();
    report.complaints = player->take_complaints();
    report.faulty_buses = player->faulty_buses();
    return report;
}

}  // namespace phonon::engine
