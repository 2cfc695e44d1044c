// Programs made by hand for tests of the engine, without the language in between.
#pragma once

#include "engine/player.hpp"
#include "lang/program.hpp"
#include "pattern/combine.hpp"
#include "pattern/mini.hpp"
#include "pattern/operators.hpp"

namespace phonon::engine {

// A recording that is 1 on its first frame, then `tail` frames of silence: shows exactly when it began.
class ClickSource final : public SoundSource {
public:
    explicit ClickSource(std::int64_t tail = 100) {
        auto r = std::make_shared<dsp::Recording>();
        r->channels = 1;
        r->rate = 48000;
        r->length = tail + 1;
        r->frames.assign(static_cast<std::size_t>(r->length), 0.0f);
        r->frames[0] = 1.0f;
        click_ = std::move(r);
    }
    std::shared_ptr<const dsp::Recording> recording(std::string_view bank, int) override {
        return bank == "click" ? click_ : nullptr;
    }

private:
    std::shared_ptr<const dsp::Recording> click_;
};

inline pattern::Pattern sounds(std::string_view mini) {
    return pattern::with_value(*pattern::parse_mini(mini), [](const pattern::Value& v) {
        return pattern::Value::control(pattern::ControlName("s"), v);
    });
}

inline pattern::Pattern with_control(const pattern::Pattern& events, std::string_view name, std::string_view mini) {
    const pattern::ControlName control(name);
    const pattern::Pattern values = pattern::with_value(
        *pattern::parse_mini(mini), [control](const pattern::Value& v) { return pattern::Value::control(control, v); });
    return pattern::app_left(events, values, [](const pattern::Value& a, const pattern::Value& b) {
        pattern::ControlMap map = a.as_controls();
        for (const auto& [key, value] : b.as_controls()) map.emplace_back(key, value);
        std::sort(map.begin(), map.end(), [](const auto& x, const auto& y) { return x.first.text() < y.first.text(); });
        return pattern::Value::controls(std::move(map));
    });
}

inline lang::Signal events_of(pattern::Pattern p) {
    auto node = std::make_shared<lang::SignalNode>();
    node->op = lang::SignalNode::Op::events;
    node->pattern = std::move(p);
    return node;
}

inline lang::Program program_of(lang::Signal signal, base::Fraction cycles_per_second = base::Fraction(1, 2)) {
    lang::Program program;
    program.stems.push_back({"out", 0, std::move(signal)});
    program.tempo = cycles_per_second;
    program.raw_master = true;
    return program;
}

inline std::vector<float> rendered(const lang::Program& program, SoundSource& source, std::size_t frames,
                                   std::size_t block = 512, int threads = 1, float rate = 48000) {
    auto player = Player::make(program, source, {.rate = rate, .threads = threads});
    std::vector<float> out(frames * 2);
    std::span<float> rest(out);
    while (!rest.empty()) {
        const std::size_t count = std::min(rest.size(), block * 2);
        (*player)->read(rest.first(count));
        rest = rest.subspan(count);
    }
    return out;
}

}  // namespace phonon::engine
