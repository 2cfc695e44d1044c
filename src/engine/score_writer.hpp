// Frames of one score node: a pattern held from event to event, a gate, a continuous pattern, or the tempo.
#pragma once

#include "engine/event_queue.hpp"
#include "graph/plan.hpp"
#include "graph/score.hpp"

namespace phonon::engine {

class ScoreWriter {
public:
    // From frame `patterns_end` on no event begins; continuous patterns go on.
    ScoreWriter(const graph::ScoreSource& source, const pattern::QueryContext& context,
                std::int64_t patterns_end = INT64_MAX)
        : kind_(source.kind),
          pattern_(source.pattern),
          context_(context),
          queue_(source.pattern, context, EventQueue::Takes::fragments),
          glides_(source.glides),
          held_(source.by_default),
          patterns_end_(patterns_end) {}

    // Goes on from where the writer of the same node in the program before an edit is: what was held is held until the
    // next event.
    void adopt(const ScoreWriter& before) {
        begun_ = before.begun_;
        held_ = before.held_;
        shown_ = before.glides_ ? before.shown_ : before.held_;
        glide_left_ = before.glide_left_;
        gate_until_ = before.gate_until_;
        fader_ = before.fader_;
    }

    // Time has jumped.
    void restart() { queue_.restart(); }
    // Quanta come in order.
    void write(const Clock& clock, std::int64_t k, graph::ScoreFrames& out);
    // ScoreKind::latest: an event in this quantum set the control; after write.
    void set_latest(int frame, float value, graph::ScoreFrames& out);
    // ScoreKind::fader: where it goes within a quantum.
    void set_fader(float gain) { fader_ = gain; }
    bool gave_up() const noexcept { return queue_.gave_up(); }

private:
    void begin_latest(graph::ScoreFrames& out);
    void write_control(const Clock& clock, std::int64_t first, graph::ScoreFrames& out);
    void glide(graph::ScoreFrames& out, int from, int to);
    void write_trigger(const Clock& clock, std::int64_t first, graph::ScoreFrames& out);
    void write_continuous(const Clock& clock, std::int64_t first, graph::ScoreFrames& out);
    void write_fader(graph::ScoreFrames& out);
    void write_tempo(const Clock& clock, std::int64_t first, graph::ScoreFrames& out);

    graph::ScoreKind kind_;
    pattern::Pattern pattern_;
    pattern::QueryContext context_;
    EventQueue queue_;
    bool glides_;
    bool begun_ = false;
    float held_ = 0;
    float shown_ = 0;  // of a control that glides: how far it has come on its way to held_
    int glide_left_ = 0;
    float fader_ = 1;
    std::int64_t patterns_end_;
    std::int64_t gate_until_ = -1;  // frame where the open gate closes
};

}  // namespace phonon::engine
