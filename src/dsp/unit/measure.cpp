#include "dsp/unit/measure.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <numbers>

namespace phonon::dsp {
namespace {

constexpr double two_pi = 2 * std::numbers::pi;

struct Source {
    Signal frames;  // empty: a constant
    float constant = 0;
    int channels = 1;
};

// What each input of the unit is fed with, as whole signals of `frames` frames.
std::vector<Source> sources_of(const Facts& facts, const Settings& settings, int frames, const Signal& input) {
    std::vector<Source> sources;
    bool fed = false;
    for (int k = 0; k < facts.input_count(); ++k) {
        const Input& in = facts.inputs[k];
        Source s;
        s.channels = facts.shape == Shape::pair && in.kind == InputKind::audio ? 2 : 1;
        s.constant = in.by_default;
        const auto constant = settings.constants.find(std::string(in.name));
        if (constant != settings.constants.end()) s.constant = constant->second;
        const auto signal = settings.signals.find(std::string(in.name));
        const bool takes_input =
            in.kind == InputKind::audio && !fed && signal == settings.signals.end() && !input.empty();
        if (takes_input || signal != settings.signals.end()) {
            const Signal& given = takes_input ? input : signal->second;
            fed = fed || takes_input;
            s.frames.resize(static_cast<std::size_t>(frames * s.channels));
            for (int i = 0; i < frames; ++i)
                for (int c = 0; c < s.channels; ++c) {
                    const auto at = static_cast<std::size_t>(i);
                    s.frames[static_cast<std::size_t>(i * s.channels + c)] = at < given.size() ? given[at] : 0.0f;
                }
        } else {
            s.frames.assign(static_cast<std::size_t>(s.channels), s.constant);
        }
        if (in.kind == InputKind::audio) fed = true;
        sources.push_back(std::move(s));
    }
    return sources;
}

void transform(std::vector<std::complex<double>>& x) {
    const std::size_t n = x.size();
    if (n < 2) return;
    std::vector<std::complex<double>> even(n / 2), odd(n / 2);
    for (std::size_t i = 0; i < n / 2; ++i) {
        even[i] = x[2 * i];
        odd[i] = x[2 * i + 1];
    }
    transform(even);
    transform(odd);
    for (std::size_t i = 0; i < n / 2; ++i) {
        const auto t = std::polar(1.0, -two_pi * static_cast<double>(i) / static_cast<double>(n)) * odd[i];
        x[i] = even[i] + t;
        x[i + n / 2] = even[i] - t;
    }
}

}  // namespace

Signal run_unit(std::string_view word, const Settings& settings, int frames, const Signal& input, float rate) {
    const UnitRow* unit = find_unit(word);
    assert(unit != nullptr);
    const Kernel& kernel = unit->kernels->mono;
    const int channels = unit->facts->shape == Shape::pair ? 2 : 1;
    const std::vector<Source> sources = sources_of(*unit->facts, settings, frames, input);

    std::vector<std::max_align_t> state(kernel.state_size / sizeof(std::max_align_t) + 1);
    kernel.init(state.data());
    std::vector<float> memory(unit->kernels->memory_words(rate) * static_cast<std::size_t>(channels));
    const std::uint32_t key = 1;
    Signal out(static_cast<std::size_t>(frames * channels));
    std::vector<InputView> views(sources.size());
    for (int at = 0; at < frames; at += quantum_frames) {
        for (std::size_t k = 0; k < sources.size(); ++k) {
            const Source& s = sources[k];
            const bool constant = s.frames.size() == static_cast<std::size_t>(s.channels);
            views[k] = constant ? InputView{s.frames.data(), 0, 0}
                                : InputView{s.frames.data() + at * s.channels, s.channels, ~std::uint64_t{0}};
        }
        kernel.run({views.data(), out.data() + at * channels, channels, std::min(quantum_frames, frames - at), rate,
                    state.data(), memory.data(), &key});
    }
    return out;
}

double gain_at(std::string_view word, double hertz, const Settings& settings, float rate) {
    const int second = static_cast<int>(rate);
    const Signal in = sine_wave(hertz, 2 * second, 0.5, static_cast<double>(rate));
    const Signal out = run_unit(word, settings, 2 * second, in, rate);
    const Signal settled(out.begin() + second, out.end());
    return level_at(settled, hertz, static_cast<double>(rate)) / 0.5;
}

double level_at(const Signal& signal, double hertz, double rate) {
    std::complex<double> sum = 0;
    double weight = 0;
    const auto n = static_cast<double>(signal.size());
    for (std::size_t i = 0; i < signal.size(); ++i) {
        const double t = static_cast<double>(i);
        const double w = 0.5 - 0.5 * std::cos(two_pi * (t + 0.5) / n);
        sum += w * static_cast<double>(signal[i]) * std::polar(1.0, -two_pi * hertz * t / rate);
        weight += w;
    }
    return (hertz == 0 ? 1 : 2) * std::abs(sum) / weight;
}

std::vector<double> spectrum_db(const Signal& signal) {
    std::size_t n = 1;
    while (n * 2 <= signal.size()) n *= 2;
    std::vector<std::complex<double>> x(n);
    double weight = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double t = two_pi * (static_cast<double>(i) + 0.5) / static_cast<double>(n);
        const double w = 0.35875 - 0.48829 * std::cos(t) + 0.14128 * std::cos(2 * t) - 0.01168 * std::cos(3 * t);
        x[i] = w * static_cast<double>(signal[signal.size() - n + i]);
        weight += w;
    }
    transform(x);
    std::vector<double> db(n / 2);
    for (std::size_t i = 0; i < n / 2; ++i) db[i] = 20 * std::log10(2 * std::abs(x[i]) / weight + 1e-15);
    return db;
}

double alias_db(const Signal& signal, double hertz, double below, double rate) {
    const std::vector<double> db = spectrum_db(signal);
    const double bin = rate / 2 / static_cast<double>(db.size());
    // The window spreads every component over four bins on either side.
    const double spread = 8 * bin;
    double fundamental = -300, alias = -300;
    for (std::size_t i = 0; i < db.size(); ++i) {
        const double at = static_cast<double>(i) * bin;
        const double nearest = std::round(at / hertz) * hertz;
        if (std::abs(at - hertz) < spread) fundamental = std::max(fundamental, db[i]);
        if (at < below && std::abs(at - nearest) > spread) alias = std::max(alias, db[i]);
    }
    return alias - fundamental;
}

Signal sine_wave(double hertz, int frames, double level, double rate) {
    Signal x(static_cast<std::size_t>(frames));
    for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = static_cast<float>(level * std::sin(two_pi * hertz * static_cast<double>(i) / rate));
    return x;
}

Signal impulse_wave(int frames) {
    Signal x(static_cast<std::size_t>(frames));
    x[0] = 1;
    return x;
}

double rms(const Signal& signal, std::size_t from) {
    double sum = 0;
    for (std::size_t i = from; i < signal.size(); ++i)
        sum += static_cast<double>(signal[i]) * static_cast<double>(signal[i]);
    return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, signal.size() - from)));
}

double peak(const Signal& signal, std::size_t from) {
    double most = 0;
    for (std::size_t i = from; i < signal.size(); ++i) most = std::max(most, std::abs(static_cast<double>(signal[i])));
    return most;
}

double frequency_of(const Signal& signal, double rate) {
    double first = -1, last = -1;
    int periods = -1;
    for (std::size_t i = 1; i < signal.size(); ++i) {
        const double a = static_cast<double>(signal[i - 1]), b = static_cast<double>(signal[i]);
        if (!(a < 0 && b >= 0)) continue;
        last = static_cast<double>(i) - b / (b - a);
        if (periods++ < 0) first = last;
    }
    return periods > 0 ? periods * rate / (last - first) : 0;
}

}  // namespace phonon::dsp
