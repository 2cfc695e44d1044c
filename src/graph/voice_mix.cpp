#include "graph/voice_mix.hpp"

#include <atomic>
#include <bit>
#include <cstring>

#include "graph/finite.hpp"

namespace phonon::graph {
namespace {

using dsp::quantum_frames;
typedef float Four __attribute__((vector_size(16)));

constexpr float release_seconds = 0.005f;  // of a voice that no envelope ends
constexpr int quads = voice_lanes / 4;

Four load(const float* p) noexcept {
    Four v;
    __builtin_memcpy(&v, p, sizeof(v));
    return v;
}

// Shares of one bank may run side by side.
void count_fault(const MixTarget& target) noexcept {
    std::atomic_ref<std::uint32_t>(*target.faults).fetch_add(1, std::memory_order_relaxed);
}

bool silence_broken(float* x, int count) noexcept {
    bool broken = false;
    for (int i = 0; i < count; ++i)
        if (!(x[i] - x[i] == 0)) {
            x[i] = 0;
            broken = true;
        }
    return broken;
}

// --- Voices side by side --------------------------------------------------------------------------------------------

// The sixteen lanes of a frame down to four, in the order of the tree.
Four fold(const Four* lanes) noexcept { return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]); }

// What is left of four frames: lanes 0 and 2, 1 and 3, then both.
Four finish(const Four& a, const Four& b, const Four& c, const Four& d) noexcept {
    const Four ab02 = __builtin_shufflevector(a, b, 0, 4, 1, 5), ab13 = __builtin_shufflevector(a, b, 2, 6, 3, 7);
    const Four cd02 = __builtin_shufflevector(c, d, 0, 4, 1, 5), cd13 = __builtin_shufflevector(c, d, 2, 6, 3, 7);
    const Four lane0 = __builtin_shufflevector(ab02, cd02, 0, 1, 4, 5);
    const Four lane1 = __builtin_shufflevector(ab02, cd02, 2, 3, 6, 7);
    const Four lane2 = __builtin_shufflevector(ab13, cd13, 0, 1, 4, 5);
    const Four lane3 = __builtin_shufflevector(ab13, cd13, 2, 3, 6, 7);
    return (lane0 + lane2) + (lane1 + lane3);
}

// One channel of a batch with its loudness as lanes: what one port hears of it.
struct Channel {
    const float* data;    // of lane 0
    int stride;           // a frame
    const float* loud;    // [frame][lane], or [lane] where steady
    int loud_stride;      // 16, or 0
    const float* place;   // by lane: left or right
    const float* amount;  // by lane: how much is sent; null: all of it
    bool careful;         // looks at every product, and silences those that are not finite
};

// Gives whether a product was not finite (known where it is careful).
bool sum_channel(const Channel& c, int frames, float* out) noexcept {
    bool broken = false;
    const auto product = [&](int i, Four* lanes) {
        for (int q = 0; q < quads; ++q) {
            lanes[q] =
                load(c.data + i * c.stride + 4 * q) * load(c.loud + i * c.loud_stride + 4 * q) * load(c.place + 4 * q);
            if (c.amount != nullptr) lanes[q] = lanes[q] * load(c.amount + 4 * q);
            if (c.careful)
                for (int l = 0; l < 4; ++l)
                    if (!(lanes[q][l] - lanes[q][l] == 0)) {
                        lanes[q][l] = 0;
                        broken = true;
                    }
        }
    };
    int i = 0;
    for (; i + 4 <= frames; i += 4) {
        Four folded[4];
        for (int f = 0; f < 4; ++f) {
            Four lanes[quads];
            product(i + f, lanes);
            folded[f] = fold(lanes);
        }
        const Four sums = finish(folded[0], folded[1], folded[2], folded[3]);
        for (int f = 0; f < 4; ++f) out[i + f] = sums[f];
    }
    for (; i < frames; ++i) {
        Four lanes[quads];
        product(i, lanes);
        const Four s = fold(lanes);
        out[i] = (s[0] + s[2]) + (s[1] + s[3]);
    }
    return broken;
}

void add_to_port(float* out, const float* left, const float* right, int frames) noexcept {
    for (int i = 0; i < frames; ++i) {
        out[2 * i] += left[i];
        out[2 * i + 1] += right[i];
    }
}

}  // namespace

void advance_lanes(const Batch& b, int frames, Loudness& loudness) noexcept {
    const float release = release_seconds * b.rate;
    std::memset(loudness.steady, 0, sizeof(loudness.steady));
    for (std::uint16_t m = b.sounding; m != 0; m &= m - 1) {
        const int l = std::countr_zero(m);
        LaneRecord& r = b.lanes()[l];
        const std::int64_t end = r.age + frames;
        if (r.fade_step == 0 && end <= r.hold_frames && end <= r.total_frames) {
            loudness.steady[l] = r.fade;
            r.age = end;
            if (end == r.total_frames) b.sounding = static_cast<std::uint16_t>(b.sounding & ~(1u << l));
            continue;
        }
        loudness.moving = static_cast<std::uint16_t>(loudness.moving | 1u << l);
        float* out = loudness.frames[l];
        int i = 0;
        for (bool active = true; active && i < frames; ++i) {
            float loud = r.fade;
            if (r.age >= r.hold_frames) {
                const float left = 1.0f - static_cast<float>(r.age - r.hold_frames + 1) / release;
                loud *= left > 0 ? left : 0;
            }
            out[i] = loud;
            r.fade -= r.fade_step;
            ++r.age;
            active = r.age < r.total_frames && r.fade > 0;
            if (!active) b.sounding = static_cast<std::uint16_t>(b.sounding & ~(1u << l));
        }
        for (; i < frames; ++i) out[i] = 0;
    }
}

void mix_lanes(const LanePlane& body, const LaneRecord* lanes, const Loudness& loudness,
               const MixTarget& target) noexcept {
    alignas(64) float left[voice_lanes], right[voice_lanes];
    for (int l = 0; l < voice_lanes; ++l) {
        left[l] = lanes[l].left;
        right[l] = lanes[l].right;
    }
    alignas(64) float loud[quantum_frames * voice_lanes];
    if (loudness.moving != 0) {
        for (int i = 0; i < target.frames; ++i)
            std::memcpy(loud + i * voice_lanes, loudness.steady, sizeof(loudness.steady));
        for (std::uint16_t m = loudness.moving; m != 0; m &= m - 1) {
            const int l = std::countr_zero(m);
            for (int i = 0; i < target.frames; ++i) loud[i * voice_lanes + l] = loudness.frames[l][i];
        }
    }
    const bool moves = loudness.moving != 0;
    Channel channel{body.data, body.stride, moves ? loud : loudness.steady, moves ? voice_lanes : 0, left,
                    nullptr,   false};
    const float* second = body.data + (body.channels == 2 ? voice_lanes : 0);
    const auto port = [&](const float* amount, float* out) {
        alignas(64) float sum[2][quantum_frames];
        channel.amount = amount;
        for (channel.careful = false;; channel.careful = true) {
            channel.data = body.data;
            channel.place = left;
            bool broken = sum_channel(channel, target.frames, sum[0]);
            channel.data = second;
            channel.place = right;
            broken = sum_channel(channel, target.frames, sum[1]) || broken;
            if (broken) count_fault(target);
            if (channel.careful || (all_finite(sum[0], target.frames) && all_finite(sum[1], target.frames))) break;
        }
        add_to_port(out, sum[0], sum[1], target.frames);
    };
    port(nullptr, target.out);
    for (std::size_t s = 0; s < target.sends.size(); ++s) {
        const float* amount = target.params + target.sends[s] * voice_lanes;
        bool sends = false;
        for (int l = 0; l < voice_lanes; ++l) sends = sends || amount[l] != 0;
        if (sends) port(amount, target.out + 2 * quantum_frames * (s + 1));
    }
}

namespace {

// --- Voices as runs of frames ---------------------------------------------------------------------------------------

// The tree over runs: those of silent lanes are absent. Gives the run that holds the sum, null where all are absent.
template <std::size_t Count>
const float* sum_runs(float* (&runs)[Count], int frames) noexcept {
    for (std::size_t half = Count / 2; half > 0; half /= 2)
        for (std::size_t l = 0; l < half; ++l) {
            float* b = runs[l + half];
            if (b == nullptr) continue;
            float* a = runs[l];
            if (a == nullptr)
                runs[l] = b;
            else
                for (int i = 0; i < frames; ++i) a[i] += b[i];
        }
    return runs[0];
}

// One channel of a batch: by lane its run, and what that is weighed with.
struct Runs {
    const float* x[voice_lanes];
    float loud[voice_lanes];
    float place[voice_lanes];
    float amount[voice_lanes];
    bool sends;  // whether `amount` counts
};

// Four lanes, or those of them that are there: the last two levels of the tree but in registers. A lane that is absent
// has a run of zeros and adds nothing.
template <int Count, bool Sends>
void sum_weighed(const Runs& r, const int (&lanes)[4], int frames, float* __restrict out) noexcept {
    const float* x[Count];
    float loud[Count], place[Count], amount[Count];
    for (int v = 0; v < Count; ++v) {
        const int l = lanes[v];
        x[v] = r.x[l];
        loud[v] = r.loud[l];
        place[v] = r.place[l];
        amount[v] = Sends ? r.amount[l] : 1;
    }
    const auto product = [&](int v, int i) {
        const float p = x[v][i] * loud[v] * place[v];
        return Sends ? p * amount[v] : p;
    };
    for (int i = 0; i < frames; ++i) {
        if constexpr (Count == 1) out[i] = product(0, i);
        if constexpr (Count == 2) out[i] = product(0, i) + product(1, i);
        if constexpr (Count == 4) out[i] = (product(0, i) + product(1, i)) + (product(2, i) + product(3, i));
    }
}

template <bool Sends>
void sum_four(const Runs& r, const int (&lanes)[4], int count, int frames, float* out) noexcept {
    if (count == 1) return sum_weighed<1, Sends>(r, lanes, frames, out);
    if (count == 2) return sum_weighed<2, Sends>(r, lanes, frames, out);
    sum_weighed<4, Sends>(r, lanes, frames, out);
}

constexpr float silence[quantum_frames] = {};

// The whole tree. `room`: 4 * 64 floats. Gives the run that holds the sum.
const float* sum_channel(Runs& r, std::uint16_t lanes, int frames, float* room) noexcept {
    float* quarters[4] = {};
    for (int q = 0; q < 4; ++q) {
        // In the tree's order: l and l + 8, then l + 4 and l + 12.
        int there[4];
        int count = 0;
        for (const int l : {q, q + 8, q + 4, q + 12})
            if ((lanes >> l & 1) != 0) there[count++] = l;
        if (count == 0) continue;
        if (count == 3) {
            count = 0;
            for (const int l : {q, q + 8, q + 4, q + 12}) {
                there[count++] = l;
                if ((lanes >> l & 1) == 0) r.x[l] = silence;
            }
        }
        quarters[q] = room + q * quantum_frames;
        if (r.sends)
            sum_four<true>(r, there, count, frames, quarters[q]);
        else
            sum_four<false>(r, there, count, frames, quarters[q]);
    }
    return sum_runs(quarters, frames);
}

// The same, looking at every product: those that are not finite are silenced. Gives whether there were any.
bool silence_and_sum(const Runs& r, std::uint16_t lanes, int frames, float* room, const float*& sum) noexcept {
    float* runs[voice_lanes] = {};
    bool broken = false;
    for (std::uint16_t m = lanes; m != 0; m &= m - 1) {
        const int l = std::countr_zero(m);
        runs[l] = room + l * quantum_frames;
        for (int i = 0; i < frames; ++i) {
            const float p = r.x[l][i] * r.loud[l] * r.place[l];
            runs[l][i] = r.sends ? p * r.amount[l] : p;
        }
        broken = silence_broken(runs[l], frames) || broken;
    }
    sum = sum_runs(runs, frames);
    return broken;
}

}  // namespace

void mix_runs(const LaneRuns& voices, std::uint16_t lanes, const LaneRecord* records, const Loudness& loudness,
              float* room, const MixTarget& target) noexcept {
    if (lanes == 0) return;
    const int frames = target.frames;
    constexpr int channel_floats = voice_lanes * quantum_frames;
    Runs channels[2] = {};
    for (std::uint16_t m = lanes; m != 0; m &= m - 1) {
        const int l = std::countr_zero(m);
        const float* x[2] = {voices.left[l], voices.right[l]};
        const float place[2] = {records[l].left, records[l].right};
        for (int c = 0; c < 2; ++c) {
            channels[c].x[l] = x[c];
            channels[c].loud[l] = loudness.steady[l];
            channels[c].place[l] = place[c];
            if ((loudness.moving >> l & 1) == 0) continue;
            float* moved = room + c * channel_floats + l * quantum_frames;
            for (int i = 0; i < frames; ++i) moved[i] = x[c][i] * loudness.frames[l][i];
            channels[c].x[l] = moved;
            channels[c].loud[l] = 1;
        }
    }
    float* sums = room + 2 * channel_floats;
    const auto port = [&](const float* amount, float* out) {
        for (Runs& c : channels) {
            c.sends = amount != nullptr;
            for (std::uint16_t m = lanes; c.sends && m != 0; m &= m - 1)
                c.amount[std::countr_zero(m)] = amount[std::countr_zero(m)];
        }
        const float* l = sum_channel(channels[0], lanes, frames, sums);
        const float* r = sum_channel(channels[1], lanes, frames, sums + 4 * quantum_frames);
        if (!all_finite(l, frames) || !all_finite(r, frames)) {
            bool broken = silence_and_sum(channels[0], lanes, frames, sums, l);
            broken = silence_and_sum(channels[1], lanes, frames, sums + channel_floats, r) || broken;
            if (broken) count_fault(target);
        }
        add_to_port(out, l, r, frames);
    };
    port(nullptr, target.out);
    for (std::size_t s = 0; s < target.sends.size(); ++s) {
        const float* amount = target.params + target.sends[s] * voice_lanes;
        bool sends = false;
        for (std::uint16_t m = lanes; m != 0; m &= m - 1) sends = sends || amount[std::countr_zero(m)] != 0;
        if (sends) port(amount, target.out + 2 * quantum_frames * (s + 1));
    }
}

}  // namespace phonon::graph
