#include "engine/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/hash.hpp"
#include "engine/tail.hpp"

namespace phonon::engine {
std::int64_t frames_of_cycles(const lang::Program& program, double cycles, float rate, Time start) {
    // Walks the tempo as the director does, without sound.
    struct Nothing final : SoundSource {
        std::shared_ptr<const dsp::Recording> recording(std::string_view, int) override { return nullptr; }
    } nothing;
    auto plan = std::make_shared<graph::Plan>();
    plan->rate = rate;
    Director director(plan, program.tempo, nothing, {.start = start});
    const Time target = start + Time::from_double(cycles);
    if (std::holds_alternative<base::Fraction>(program.tempo)) return director.clock().frame_at(target);
    graph::Score score(0, 0, 1);
    const auto signal = TempoSignal::of(program, rate, program.seed, start);
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
    RenderReport report;
    Meter meter(options.player.rate);
    base::Hasher hasher;
    // A file has no latency: what the limiter holds back at the start is left out, and as much more is rendered.
    std::size_t unheard = 0, unmeasured = 2 * static_cast<std::size_t>(options.frames);
    PlayerOptions player_options = options.player;
    player_options.frames = options.frames;
    player_options.stems = options.stems;
    if (options.tail) {
        player_options.patterns_end = options.frames;
        player_options.frames += std::llround(Tail::longest * static_cast<double>(options.player.rate));
    }
    // Beside the making of what follows, where there are threads for it.
    player_options.listeners.push_back([&](std::span<const float> frames) {
        frames = frames.subspan(std::min(unheard, frames.size()));
        unheard -= std::min(unheard, 2 * static_cast<std::size_t>(dsp::quantum_frames));
        frames = frames.first(std::min(unmeasured, frames.size()));
        unmeasured -= frames.size();
        meter.add(frames);
        hasher.add(frames);
    });
    auto made = Player::make(program, sounds, player_options);
    if (!made) return base::failure(made.error());
    const std::unique_ptr<Player>& player = *made;
    unheard = 2 * static_cast<std::size_t>(player->latency());
    AlignedReader reader(*player, static_cast<std::size_t>(options.block), options.stems);
    const auto begun = std::chrono::steady_clock::now();
    const auto elapsed = [&] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    };
    const auto seconds = [&] { return static_cast<double>(report.frames) / static_cast<double>(options.player.rate); };

    double told = 0;
    const auto give = [&](const RenderedFrames& frames) {
        report.frames += static_cast<std::int64_t>(frames.master.size() / 2);
        if (!frames.master.empty() && !sink(frames)) report.stopped = true;
        if (progress && elapsed() - told > 0.1) {
            told = elapsed();
            const double part = static_cast<double>(report.frames) / static_cast<double>(options.frames);
            if (!progress(std::min(part, 1.0), seconds() / told)) report.stopped = true;
        }
    };
    while (report.frames < options.frames && !report.stopped)
        give(reader.read(
            static_cast<std::size_t>(std::min<std::int64_t>(options.block, options.frames - report.frames))));
    Tail tail(options.player.rate);
    // What of it belongs to the piece is not known while it is made.
    const auto give_tail = [&](const RenderedFrames& frames) {
        meter.add(frames.master);
        hasher.add(frames.master);
        give(frames);
    };
    while (options.tail && !tail.over() && !report.stopped)
        give_tail(tail.add(reader.read(static_cast<std::size_t>(options.block))));
    report.tail_frames = report.frames - std::min(report.frames, options.frames);

    report.elapsed = elapsed();
    report.seconds = seconds();
    report.levels = meter.levels();
    report.hash = hasher.text();
    report.voices = player->director().counts();
    report.complaints = player->take_complaints();
    if (tail.cut())
        report.complaints.push_back(
            fmt::format("{:g} s after the last event it was still to be heard, and was cut off there", Tail::longest));
    report.faulty_buses = player->faulty_buses();
    return report;
}

}  // namespace phonon::engine
