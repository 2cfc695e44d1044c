// The C interface to playing: phonon.h, "Playing".
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api/handles.hpp"
#include "api/live_session.hpp"
#include "api/phonon.h"
#include "api/replay.hpp"
#include "io/devices/device.hpp"

using phonon::api::guarded;
using phonon::api::LiveMessage;
using phonon::api::LiveSession;
using phonon::api::Outcome;
using phonon::api::settings_of;
using phonon::api::source_of;

struct phonon_live {
    std::unique_ptr<LiveSession> session;
};

namespace {

std::string text_of(const char* text) { return text != nullptr ? text : ""; }

phonon::api::LiveSessionOptions session_options(const phonon_live_options& o) {
    phonon::api::LiveSessionOptions options;
    options.device = text_of(o.device);
    options.sound = {o.rate, o.block, o.channels};
    options.ahead = o.ahead;
    options.threads = o.threads;
    options.polyphony = o.polyphony;
    options.seed = o.seed;
    options.memory_limit = o.memory_limit;
    options.quant = o.quant;
    options.follow = o.follow != 0;
    options.record = text_of(o.record);
    options.log = text_of(o.log);
    if (o.message != nullptr)
        options.message = [call = o.message, user = o.user](LiveMessage kind, const std::string& text) {
            call(user, static_cast<phonon_live_message>(kind), text.c_str());
        };
    return options;
}

Outcome devices(phonon_form form) {
    const std::vector<phonon::io::DeviceInfo> found = phonon::io::list_devices();
    Outcome out;
    if (form == PHONON_JSON) {
        nlohmann::ordered_json list = nlohmann::ordered_json::array();
        for (const auto& d : found)
            list.push_back({{"api", d.api},
                            {"name", d.name},
                            {"outputs", d.outputs},
                            {"inputs", d.inputs},
                            {"usual", d.usual},
                            {"rates", d.rates}});
        out.text = nlohmann::ordered_json{{"devices", std::move(list)}}.dump(2) + "\n";
        return out;
    }
    for (const auto& d : found)
        out.text +=
            fmt::format("{:6} {}{}, {} out, {} in\n", d.api, d.name, d.usual ? " (usual)" : "", d.outputs, d.inputs);
    if (found.empty()) out.text = "no sound device is found\n";
    out.text += "null   no sound, at the pace of a sound card\nwav:FILE  to a file, at that pace\n";
    return out;
}

}  // namespace

extern "C" {

void phonon_live_options_init(phonon_live_options* options) {
    *options = {};
    options->size = sizeof *options;
    options->rate = 48000;
    options->block = 512;
    options->channels = 2;
    options->ahead = 0.015;
    options->polyphony = 256;
    options->memory_limit = std::size_t{2} << 30;
    options->follow = 1;
}

phonon_result* phonon_live_open(const phonon_settings* settings, const char* path, const char* text,
                                const phonon_live_options* options, phonon_live** live) {
    *live = nullptr;
    return guarded([&] {
        phonon_live_options known;
        phonon_live_options_init(&known);
        if (options != nullptr) std::memcpy(&known, options, std::min(options->size, sizeof known));
        auto opened = LiveSession::open(settings_of(settings), source_of(path, text), session_options(known));
        if (!opened) return Outcome::fault(PHONON_FILE_ERROR, opened.error());
        *live = new phonon_live{std::move(*opened)};
        return Outcome{};
    });
}

void phonon_live_close(phonon_live* live) { delete live; }

int phonon_live_evaluate(phonon_live* live, const char* text) {
    try {
        return live->session->evaluate(text_of(text)) ? 1 : 0;
    } catch (const std::exception&) {
        return 0;
    }
}

void phonon_live_set_gain(phonon_live* live, double decibels) { live->session->set_master_gain(decibels); }

void phonon_live_get_status(phonon_live* live, phonon_live_status* status) {
    phonon_live_status s{};
    const phonon::engine::LiveStatus now = live->session->status();
    s.size = std::min(status->size, sizeof s);
    s.cycle = now.cycle;
    s.tempo = now.tempo;
    s.seconds = static_cast<double>(live->session->frames()) / live->session->rate();
    s.load = now.load;
    s.misses = now.misses;
    s.shed = now.shed;
    s.voices = now.voices;
    s.peak = live->session->take_master_level();
    for (const LiveSession::StemLevel& level : live->session->take_levels()) {
        if (s.stems == 32) break;
        auto& stem = s.stem[s.stems++];
        std::strncpy(stem.name, level.name.c_str(), sizeof(stem.name) - 1);
        stem.peak = level.peak;
        stem.muted = level.muted ? 1 : 0;
    }
    std::memcpy(status, &s, s.size);
}

const char* phonon_live_device(const phonon_live* live) { return live->session->device_name().c_str(); }

phonon_result* phonon_devices(phonon_form form) {
    return guarded([&] { return devices(form); });
}

int phonon_device_works(const char* device) {
    try {
        return phonon::io::open_device(text_of(device), {}) ? 1 : 0;
    } catch (const std::exception&) {
        return 0;
    }
}

phonon_result* phonon_replay(const phonon_settings* settings, const char* log, const char* output, int threads) {
    return guarded([&] { return phonon::api::replay(settings_of(settings), text_of(log), text_of(output), threads); });
}

}  // extern "C"
