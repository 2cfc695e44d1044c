#include "engine/score_writer.hpp"

#include <algorithm>

#include "pattern/notes.hpp"

namespace phonon::engine {
namespace {

using dsp::quantum_frames;

void hold(graph::ScoreFrames& out, int from, float value) {
    for (int i = from; i < quantum_frames; ++i) out.values[i] = value;
}

}  // namespace

void ScoreWriter::write(const Clock& clock, std::int64_t k, graph::ScoreFrames& out) {
    const std::int64_t first = k * quantum_frames;
    switch (kind_) {
        case graph::ScoreKind::control: return write_control(clock, first, out);
        case graph::ScoreKind::trigger: return write_trigger(clock, first, out);
        case graph::ScoreKind::continuous: return write_continuous(clock, first, out);
        case graph::ScoreKind::latest: return begin_latest(out);
        case graph::ScoreKind::tempo: return write_tempo(clock, first, out);
        case graph::ScoreKind::fader: return write_fader(out);
    }
}

void ScoreWriter::begin_latest(graph::ScoreFrames& out) {
    out.changes = 0;
    hold(out, 0, held_);
}

void ScoreWriter::set_latest(int frame, float value, graph::ScoreFrames& out) {
    if (value == held_) return;
    held_ = value;
    out.changes |= std::uint64_t{1} << frame;
    hold(out, frame, held_);
}

void ScoreWriter::write_control(const Clock& clock, std::int64_t first, graph::ScoreFrames& out) {
    const bool begins = !begun_;
    if (begins) {
        begun_ = true;
        if (const auto value = queue_.value_before(clock.cycle_at(first)))
            held_ = static_cast<float>(pattern::number_of(*value));
        shown_ = held_;
    }
    out.changes = 0;
    if (!glides_) hold(out, 0, held_);
    int written = 0;
    const std::int64_t end = std::min(first + quantum_frames, patterns_end_);
    queue_.take(clock, first, end, clock.cycle_at(end), [&](const EventQueue::Item& item) {
        const int frame = static_cast<int>(std::max(item.frame, first) - first);
        const auto value = static_cast<float>(pattern::number_of(item.event.value, held_));
        if (!glides_) {
            held_ = value;
            out.changes |= std::uint64_t{1} << frame;
            hold(out, frame, held_);
            return;
        }
        glide(out, written, frame);
        written = std::max(written, frame);
        if (value != held_) glide_left_ = graph::glide_frames;
        held_ = value;
        if (begins && frame == 0) shown_ = value;  // nothing was heard before
    });
    if (glides_) glide(out, written, quantum_frames);
}

// Frames `from` to `to` of a control on its way to held_.
void ScoreWriter::glide(graph::ScoreFrames& out, int from, int to) {
    for (int i = from; i < to; ++i) {
        if (glide_left_ > 0) {
            shown_ = glide_left_ == 1 ? held_ : shown_ + (held_ - shown_) / static_cast<float>(glide_left_);
            --glide_left_;
            out.changes |= std::uint64_t{1} << i;
        }
        out.values[i] = shown_;
    }
}

void ScoreWriter::write_trigger(const Clock& clock, std::int64_t first, graph::ScoreFrames& out) {
    const std::int64_t end = std::min(first + quantum_frames, patterns_end_);
    int written = 0;
    const auto fill_to = [&](int frame) {
        for (; written < frame; ++written) out.values[written] = first + written < gate_until_ ? 1.0f : 0.0f;
    };
    queue_.take(clock, first, end, clock.cycle_at(end), [&](const EventQueue::Item& item) {
        if (!item.event.has_onset() || !item.event.value.truthy() || item.frame < first) return;
        const int frame = static_cast<int>(item.frame - first);
        if (frame < written) return;  // two events on one frame are one
        fill_to(frame);
        out.values[written++] = 2.0f;
        gate_until_ = clock.frame_at(item.event.whole->end);
    });
    fill_to(quantum_frames);
    out.changes = 1;
    for (int i = 1; i < quantum_frames; ++i)
        if (out.values[i] != out.values[i - 1]) out.changes |= std::uint64_t{1} << i;
}

void ScoreWriter::write_continuous(const Clock& clock, std::int64_t first, graph::ScoreFrames& out) {
    pattern::Events found;
    for (int i = 0; i < quantum_frames; ++i) {
        const Time t = clock.cycle_at(first + i);
        found.clear();
        const pattern::QueryContext fresh = context_;
        pattern_.query({t, t}, fresh, found);
        if (!found.empty()) held_ = static_cast<float>(pattern::number_of(found.front().value, held_));
        out.values[i] = held_;
    }
    out.changes = ~std::uint64_t{0};
}

void ScoreWriter::write_fader(graph::ScoreFrames& out) {
    const float from = held_, step = (fader_ - from) / quantum_frames;
    out.changes = step == 0 ? 0 : ~std::uint64_t{0};
    for (int i = 0; i < quantum_frames; ++i) out.values[i] = from + step * static_cast<float>(i + 1);
    held_ = fader_;
}

void ScoreWriter::write_tempo(const Clock& clock, std::int64_t first, graph::ScoreFrames& out) {
    out.changes = 1;
    for (int i = 0; i < quantum_frames; ++i) {
        out.values[i] = static_cast<float>(1.0 / clock.tempo_at(first + i).to_double());
        if (i > 0 && out.values[i] != out.values[i - 1]) out.changes |= std::uint64_t{1} << i;
    }
}

}  // namespace phonon::engine
