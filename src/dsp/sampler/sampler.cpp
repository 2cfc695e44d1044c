#include "dsp/sampler/sampler.hpp"

#include <algorithm>

#include "dsp/sampler/course.hpp"
#include "dsp/sampler/kernels.hpp"

namespace phonon::dsp {

namespace {

typedef float Four __attribute__((vector_size(16)));

constexpr double fade_seconds = 0.001;  // SuperDirt's fadeTime
constexpr double max_ratio = 1024;
constexpr double max_times = 1 << 20;
constexpr double max_bends = 1099511627776.0;  // 2^40 frames

SamplerPlace place_of(double frames) noexcept { return static_cast<SamplerPlace>(frames * 18446744073709551616.0); }
double finite_or(double x, double fallback) noexcept { return x - x == 0 ? x : fallback; }
double clamp(double x, double low, double high) noexcept { return x < low ? low : x > high ? high : x; }

// Whole frames before `part` of the recording; rounding makes neighbouring slices meet without a gap.
std::int64_t frame_at(double part, std::int64_t length) noexcept {
    return static_cast<std::int64_t>(clamp(part, 0, 1) * static_cast<double>(length) + 0.5);
}

const SincKernel& kernel_for(const std::array<SincKernel, kernel_count>& kernels, SamplerPlace step) noexcept {
    const double size = static_cast<double>(step < 0 ? -step : step) * (1 / 18446744073709551616.0);
    int k = 0;
    while (k + 1 < kernel_count && size > kernels[k].widening) ++k;
    return kernels[k];
}

// Reads frames of the recording by their distance from the first frame heard, with loops unrolled. Outside of the part
// lie its true neighbours, so that the kernel meets the wave it was cut from; outside of the recording lies silence.
class Window {
public:
    Window(const SamplerVoice& v, const Recording& r) noexcept : v_(v), r_(r), direction_(v.backwards ? -1 : 1) {}

    // Frames `from` ... `from + taps` in the recording's order, where `from` counts as SamplerVoice::travelled does but
    // towards the recording's end. Points into the recording where it can, else at a copy made in `room`.
    const float* frames(std::int64_t from, int taps, float* room) const noexcept {
        const std::int64_t low = frame(direction_ * from);
        const std::int64_t high = frame(direction_ * (from + taps - 1));
        const bool unbroken = high - low == taps - 1;  // no loop wraps inside
        if (unbroken && low >= 0 && high < r_.length) return r_.data() + low * r_.channels;
        for (int t = 0; t < taps; ++t) {
            const std::int64_t at = frame(direction_ * (from + t));
            const bool inside = at >= 0 && at < r_.length;
            for (int c = 0; c < r_.channels; ++c)
                room[t * r_.channels + c] = inside ? r_.data()[at * r_.channels + c] : 0.0f;
        }
        return room;
    }

private:
    std::int64_t frame(std::int64_t distance) const noexcept {
        if (distance >= v_.unrolled)
            distance = (v_.unrolled - 1) % v_.region + (distance - v_.unrolled + 1);
        else if (distance >= v_.region)
            distance %= v_.region;
        return v_.first + direction_ * distance;
    }

    const SamplerVoice& v_;
    const Recording& r_;
    std::int64_t direction_;
};

struct Pair {
    float left, right;
};

float sum_of(Four a) noexcept { return (a[0] + a[2]) + (a[1] + a[3]); }

Four load(const float* p) noexcept {
    Four v;
    __builtin_memcpy(&v, p, sizeof v);
    return v;
}

// Weights lie on a line between the two phases next to `blend`. The order of the sums is fixed by the four partial
// sums.
Pair weigh_mono(const float* a, const float* b, float blend, const float* x, int taps) noexcept {
    Four even{}, odd{};
    for (int t = 0; t < taps; t += 8) {
        const Four a0 = load(a + t), a1 = load(a + t + 4);
        even += (a0 + blend * (load(b + t) - a0)) * load(x + t);
        odd += (a1 + blend * (load(b + t + 4) - a1)) * load(x + t + 4);
    }
    const float s = sum_of(even + odd);
    return {s, s};
}

Pair weigh_stereo(const float* a, const float* b, float blend, const float* x, int taps) noexcept {
    Four left{}, right{};
    for (int t = 0; t < taps; t += 4) {
        const Four a0 = load(a + t);
        const Four w = a0 + blend * (load(b + t) - a0);
        const Four x0 = load(x + 2 * t), x1 = load(x + 2 * t + 4);
        left += w * __builtin_shufflevector(x0, x1, 0, 2, 4, 6);
        right += w * __builtin_shufflevector(x0, x1, 1, 3, 5, 7);
    }
    return {sum_of(left), sum_of(right)};
}

Pair interpolate(const SamplerVoice& v, const Recording& r, const SincKernel& k) noexcept {
    const SamplerPlace place = v.backwards ? -v.travelled : v.travelled;
    const auto whole = static_cast<std::int64_t>(place >> 64);
    const auto part = static_cast<std::uint64_t>(place);
    const Window window(v, r);
    alignas(16) float room[2 * max_taps];
    if (part == 0 && k.widening == 1) {  // phase 0: the sample itself
        const float* x = window.frames(whole, 1, room);
        return {x[0], x[r.channels - 1]};
    }
    __extension__ typedef unsigned __int128 Wide;
    const Wide phase = static_cast<Wide>(part) * static_cast<unsigned>(k.phases);
    const float* a = k.row(static_cast<std::uint32_t>(phase >> 64));
    const float blend = static_cast<float>(static_cast<std::uint64_t>(phase) >> 40) * (1.0f / 16777216.0f);
    const float* x = window.frames(whole - k.taps / 2 + 1, k.taps, room);
    return r.channels == 2 ? weigh_stereo(a, a + k.taps, blend, x, k.taps)
                           : weigh_mono(a, a + k.taps, blend, x, k.taps);
}

float fade_at(const SamplerVoice& v) noexcept {
    float gain = 1;
    if (v.played < v.fade_in) gain = (static_cast<float>(v.played) + 0.5f) / static_cast<float>(v.fade_in);
    const std::int64_t left = v.total - v.played;
    if (left <= v.fade_out) gain = std::min(gain, (static_cast<float>(left) - 0.5f) / static_cast<float>(v.fade_out));
    return gain;
}

// How many frames from here on are the recording's own: at its own speed, on whole frames, inside the part and unfaded.
std::int64_t frames_as_they_are(const SamplerVoice& v, const Recording& r, int frames) noexcept {
    if (v.step != SamplerPlace{1} << 64 || v.bends_left > 0 || static_cast<std::uint64_t>(v.travelled) != 0) return 0;
    if (v.played < v.fade_in) return 0;
    const auto whole = static_cast<std::int64_t>(v.travelled >> 64);
    const std::int64_t until_repeat = v.region - whole;
    const std::int64_t until_fade = v.total - v.played - v.fade_out;
    const std::int64_t end = std::min({std::int64_t{frames}, until_repeat, until_fade});
    const std::int64_t low = v.backwards ? v.first - whole - (end - 1) : v.first + whole;
    return end > 0 && low >= 0 && low + end <= r.length ? end : 0;
}

void copy_frames(const SamplerVoice& v, const Recording& r, float* left, float* right, int stride,
                 std::int64_t frames) noexcept {
    const auto whole = static_cast<std::int64_t>(v.travelled >> 64);
    const std::int64_t by = v.backwards ? -r.channels : r.channels;
    const float* x = r.data() + (v.first + (v.backwards ? -whole : whole)) * r.channels;
    if (r.channels == 1 && stride == 1 && by == 1) {
        std::copy_n(x, frames, left);
        if (right != left) std::copy_n(x, frames, right);
        return;
    }
    for (std::int64_t i = 0; i < frames; ++i, x += by) {
        left[i * stride] = x[0];
        right[i * stride] = x[r.channels - 1];
    }
}

}  // namespace

void prepare_sampler() { sinc_kernels(); }

SamplerVoice start_voice(const Recording& recording, const SamplerStart& start) noexcept {
    SamplerVoice v;
    double from = finite_or(start.begin, 0), to = finite_or(start.end, 1);
    double ratio = finite_or(start.speed, 1) * recording.rate / start.session_rate;
    if (from > to) {
        std::swap(from, to);
        ratio = -ratio;
    }
    const std::int64_t begin = frame_at(from, recording.length);
    const std::int64_t end = frame_at(to, recording.length);
    v.backwards = ratio < 0;
    v.first = v.backwards ? end - 1 : begin;
    v.region = end - begin;
    v.step = place_of(clamp(v.backwards ? -ratio : ratio, 0, max_ratio));
    const double times = clamp(finite_or(start.times, 1), 0, max_times);
    if (v.region <= 0 || v.step <= 0 || !(times > 0)) return v;

    Course course;
    course.step = v.step;
    course.bends =
        static_cast<std::int64_t>(clamp(finite_or(start.duration, 0) * start.session_rate + 0.5, 0, max_bends));
    if (course.bends > 0) {
        const double change = clamp(finite_or(start.accelerate, 0), -max_ratio, max_ratio);
        const double by = static_cast<double>(v.step) * (1 / 18446744073709551616.0) * change;
        course.bend = place_of(by / static_cast<double>(course.bends));
    }
    const double distance = static_cast<double>(v.region) * times;
    course.limit = start.loop ? SamplerPlace{1} << 125 : times == 1 ? SamplerPlace{v.region} << 64 : place_of(distance);
    v.unrolled = start.loop ? forever : static_cast<std::int64_t>((course.limit + ~std::uint64_t{0}) >> 64);
    v.bend = course.bend;
    v.bends_left = course.bend == 0 ? 0 : course.bends;
    v.total = course.frames();
    if (start.loop && v.total > forever / 4) v.total = forever;
    v.done = v.total == 0;

    const auto fade = static_cast<std::int32_t>(fade_seconds * start.session_rate + 0.5);
    const bool whole_start = v.backwards ? end == recording.length : begin == 0;
    const bool whole_end = v.backwards ? begin == 0 : end == recording.length;
    v.fade_in = whole_start ? 0 : fade;
    v.fade_out = whole_end && times == static_cast<double>(static_cast<std::int64_t>(times)) ? 0 : fade;
    return v;
}

std::int64_t frames_until_end(const SamplerVoice& voice) noexcept {
    if (voice.done) return 0;
    return voice.total == forever ? forever : voice.total - voice.played;
}

void run(SamplerVoice& voice, const Recording& recording, float* left, float* right, int stride, int frames) noexcept {
    int i = 0;
    if (!voice.done) {
        if (const std::int64_t same = frames_as_they_are(voice, recording, frames); same > 0) {
            copy_frames(voice, recording, left, right, stride, same);
            voice.travelled += SamplerPlace{same} << 64;
            voice.played += same;
            i = static_cast<int>(same);
        }
        const auto& kernels = sinc_kernels();
        const SincKernel* kernel = i < frames ? &kernel_for(kernels, voice.step) : nullptr;
        for (; i < frames && voice.played < voice.total; ++i) {
            const Pair x = interpolate(voice, recording, *kernel);
            const float gain = fade_at(voice);
            left[i * stride] = x.left * gain;
            right[i * stride] = x.right * gain;
            voice.travelled += voice.step;
            ++voice.played;
            if (voice.bends_left > 0) {
                --voice.bends_left;
                voice.step += voice.bend;
                kernel = &kernel_for(kernels, voice.step);
            }
        }
        voice.done = voice.played >= voice.total;
    }
    for (; i < frames; ++i) left[i * stride] = right[i * stride] = 0;
}

}  // namespace phonon::dsp
