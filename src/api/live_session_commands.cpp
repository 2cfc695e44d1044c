// What a session does when it is told to: hush, solo, xfade and the rest, and the gains that come of them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "api/live_session.hpp"
#include "api/live_stems.hpp"

namespace phonon::api {

using Kind = lang::LiveCommand::Kind;

void LiveSession::obey(const lang::LiveCommand& command) {
    std::vector<std::string> names;
    for (const int s : command.stems) names.push_back(stem_name(s));
    const auto put = [&](std::set<std::string>& set) { set.insert(names.begin(), names.end()); };
    const auto take = [&](std::set<std::string>& set) {
        for (const std::string& n : names) set.erase(n);
        if (names.empty()) set.clear();
    };
    switch (command.kind) {
        case Kind::hush:
            put(hushed_);
            if (names.empty()) all_hushed_ = true;
            break;
        case Kind::unhush:
            take(hushed_);
            if (names.empty()) all_hushed_ = false;
            break;
        case Kind::panic:
            all_hushed_ = true;
            conductor_->mixer().set_panic(true);
            break;
        case Kind::solo: put(solo_); break;
        case Kind::unsolo: take(solo_); break;
        case Kind::mute:
            put(muted_);
            if (names.empty())
                for (const lang::Stem& s : program_.stems) muted_.insert(s.name);
            break;
        case Kind::unmute: take(muted_); break;
        case Kind::once:
            // From the next cycle on, for one.
            if (land(with_commands(evaluated_, true), 1, LogEdit::with_once))
                once_ends_ = std::floor(conductor_->status().cycle) + 2;
            break;
        case Kind::xfade: {
            const double cycle = conductor_->status().cycle;
            xfades_.push_back({names.front(), cycle, cycle + command.cycles.to_double()});
            break;
        }
        case Kind::jump_in: break;  // shaped the program that has landed
        case Kind::reset_cycles: jump(0); break;
        case Kind::set_cycle: jump(command.cycles); break;
        case Kind::nudge: {
            const engine::LiveStatus now = conductor_->status();
            const double by = command.seconds - std::exchange(nudged_, command.seconds);
            jump(pattern::Time::from_double(now.cycle - by * now.tempo));
            break;
        }
    }
}

void LiveSession::jump(const pattern::Time& cycle) {
    const std::int64_t quantum = conductor_->jump(cycle).get();
    if (log_) log_->jump(quantum, fmt::format("{}/{}", cycle.num(), cycle.den()));
}

void LiveSession::set_gains() {
    const double cycle = xfades_.empty() ? 0 : conductor_->status().cycle;
    std::vector<StemLevel> shown;
    std::vector<int> channels;
    for (const auto& [whole, channel] : composer_->channels()) {
        const std::string name = whole.substr(0, whole.find('/'));
        const bool heard = !all_hushed_ && !hushed_.contains(name) && !muted_.contains(name) &&
                           (solo_.empty() || solo_.contains(name));
        double gain = heard ? 1 : 0;
        for (const Xfade& x : xfades_)
            if (x.stem == name) {
                const double part = std::clamp((cycle - x.begin) / std::max(x.end - x.begin, 1e-9), 0.0, 1.0);
                gain *= std::sqrt(whole == name ? 1 - part : part);
            }
        conductor_->set_gain(whole, channel, static_cast<float>(gain));
        const bool plays = std::any_of(program_.stems.begin(), program_.stems.end(),
                                       [&whole = whole](const lang::Stem& s) { return s.name == whole; });
        if (!plays) continue;
        shown.push_back({name, 0, !heard});
        channels.push_back(channel);
    }
    const std::lock_guard lock(levels_);
    shown_ = std::move(shown);
    shown_channels_ = std::move(channels);
}

void LiveSession::set_master_gain(double decibels) {
    conductor_->mixer().set_master_gain(static_cast<float>(std::pow(10.0, std::min(decibels, 12.0) / 20.0)));
}

std::vector<LiveSession::StemLevel> LiveSession::take_levels() {
    const std::lock_guard lock(levels_);
    std::vector<StemLevel> levels = shown_;
    for (std::size_t i = 0; i < levels.size(); ++i) levels[i].peak = conductor_->mixer().take_peak(shown_channels_[i]);
    return levels;
}

}  // namespace phonon::api
