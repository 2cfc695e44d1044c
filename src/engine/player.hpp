// A program that runs: director, graph, executor and output stage together, read in blocks of any size.
//
// With one thread a quantum is made when it is asked for; with more, quanta are made a window at a time on as many
// threads as are of use. The samples are the same.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "engine/director.hpp"
#include "engine/output_stage.hpp"
#include "engine/tempo_signal.hpp"
#include "graph/runner.hpp"
#include "graph/session.hpp"

namespace phonon::engine {

struct PlayerOptions {
    float rate = 48000;
    std::uint64_t seed = 0;  // beside the program's own `seed:`
    std::size_t memory_limit = std::size_t{2} << 30;
    bool raw = false;  // no DC block and limiter, whatever the program says
    int polyphony = 256;
    int threads = 1;                        // at most
    std::int64_t frames = INT64_MAX;        // how many will be read: nothing beyond is made, or counted
    Time start = 0;                         // the cycle to begin with, with fresh state: nothing sounds from before
    std::int64_t patterns_end = INT64_MAX;  // first frame on which no event begins any more
    bool stems = false;                     // whether `read` will be asked for them
    // Quanta made at once, as a device's callback asks for them; 0: as many as several threads like to have.
    int block = 0;
    // For `phonon bench`: with one thread, what each node took is added here; with several, what ran when is kept.
    graph::Costs* costs = nullptr;
    bool timeline = false;
    // Hear the output as it is made, 64 frames at a time in order, ahead of `read` and beside the making of what
    // follows: each on any thread, one call at a time.
    std::vector<std::function<void(std::span<const float> frames)>> listeners = {};
};

class Player {
public:
    // Fails where the program needs more memory than it may have; the text says why.
    static base::Result<std::unique_ptr<Player>, std::string> make(const lang::Program& program, SoundSource& sounds,
                                                                   const PlayerOptions& options);

    // The next frames, as many as fit in `out` (interleaved stereo, after the output stage). `stems` is empty, or one
    // span of the same size for each stem, which gets the stem before the sum (PlayerOptions::stems).
    void read(std::span<float> out, std::span<const std::span<float>> stems = {});

    std::size_t stem_count() const noexcept { return plan_->stems.size(); }
    const std::string& stem_name(std::size_t stem) const noexcept { return plan_->stems[stem].name; }
    // Frames by which the output stage comes later than the stems.
    int latency() const noexcept { return output_.latency(); }
    const Director& director() const noexcept { return director_; }
    Complaints take_complaints() { return director_.take_complaints(); }
    // Buses that had to be silenced because a number in them was not finite, each named once.
    std::vector<std::string> faulty_buses() const;
    const graph::Plan& plan() const noexcept { return *plan_; }
    std::shared_ptr<const graph::Plan> shared_plan() const noexcept { return plan_; }
    // Batches of voices that sound now, by node of the plan.
    std::vector<int> sounding() const { return graph::sounding_batches(session_); }
    const graph::Runner& runner() const noexcept { return runner_; }

private:
    Player(std::shared_ptr<const graph::Plan> plan, const lang::Program& program, SoundSource& sounds,
           const PlayerOptions& options);

    void direct(std::int64_t k);
    void make_window();
    void take_quantum(std::int64_t k);

    std::shared_ptr<const graph::Plan> plan_;
    graph::Session session_;
    graph::Score score_;
    Director director_;
    std::unique_ptr<TempoSignal> tempo_;  // null: the director knows the tempo
    OutputStage output_;
    graph::Runner runner_;
    graph::RunEnds ends_;
    std::int64_t window_;                    // quanta made at once
    std::int64_t last_quantum_ = INT64_MAX;  // the first that is never made

    // The window last made: quanta [first_, first_ + length_), and how many of its frames were read.
    std::int64_t first_ = 0, length_ = 0, used_ = 0;
    std::vector<float> master_;
    std::vector<std::vector<float>> stems_;
};

}  // namespace phonon::engine
