// The boundary: C arguments in, handles out, and no exception past this file.
#include "api/phonon.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <filesystem>
#include <limits>
#include <new>

#include "api/demo_program.hpp"
#include "api/difference.hpp"
#include "api/event_list.hpp"
#include "api/explanation.hpp"
#include "api/handles.hpp"
#include "api/pitch_tables.hpp"
#include "api/program.hpp"
#include "api/reference.hpp"
#include "api/render_program.hpp"
#include "api/sample_list.hpp"
#include "api/unit_picture.hpp"
#include "dsp/unit/table.hpp"

using phonon::api::Outcome;
using phonon::api::Settings;
using phonon::api::Source;

namespace {

using phonon::api::guarded;
using phonon::api::settings_of;
using phonon::api::source_of;

// `list` of the cycles that the text names.
template <class F>
phonon_result* over_cycles(const char* cycles, F list) noexcept {
    return guarded([&] {
        const auto span = phonon::api::read_cycles(cycles != nullptr ? cycles : "");
        if (!span)
            return Outcome::fault(PHONON_USAGE_ERROR,
                                  "cycles are given as A:B with A before B, such as 0:4 or 1/2:3/4, "
                                  "and at most 10000 of them");
        return list(*span);
    });
}

}  // namespace

extern "C" {

const char* phonon_version(void) { return PHONON_VERSION; }
const char* phonon_build_type(void) { return PHONON_BUILD_TYPE; }
const char* phonon_cpu_level(void) { return phonon::dsp::cpu_level().data(); }
const char* phonon_demo_program(void) { return phonon::api::demo_program; }

phonon_status phonon_result_status(const phonon_result* result) { return result->outcome.status; }
const char* phonon_result_text(const phonon_result* result) { return result->outcome.text.c_str(); }
const char* phonon_result_diagnostics(const phonon_result* result) { return result->outcome.diagnostics.c_str(); }
void phonon_result_free(phonon_result* result) { delete result; }

phonon_settings* phonon_settings_new(void) { return new (std::nothrow) phonon_settings; }
void phonon_settings_free(phonon_settings* settings) { delete settings; }

phonon_status phonon_settings_add_samples(phonon_settings* settings, const char* folder) {
    try {
        std::error_code error;
        if (folder == nullptr || !std::filesystem::is_directory(folder, error)) return PHONON_FILE_ERROR;
        settings->settings.sample_folders.emplace_back(folder);
        return PHONON_DONE;
    } catch (const std::exception&) {
        return PHONON_FILE_ERROR;
    }
}
void phonon_settings_set_colour(phonon_settings* settings, int on) { settings->settings.colour = on != 0; }
void phonon_settings_set_tidal_octaves(phonon_settings* settings, int on) {
    settings->settings.tidal_octaves = on != 0;
}

phonon_result* phonon_check(const phonon_settings* settings, const char* const* paths, size_t count, phonon_form form) {
    return guarded([&] {
        std::vector<Source> sources;
        for (size_t i = 0; i < count; ++i) sources.push_back(source_of(paths[i], nullptr));
        return phonon::api::check_programs(settings_of(settings), sources, form);
    });
}
phonon_result* phonon_check_text(const phonon_settings* settings, const char* path, const char* text,
                                 phonon_form form) {
    return guarded([&] { return phonon::api::check_programs(settings_of(settings), {source_of(path, text)}, form); });
}
phonon_result* phonon_format(const phonon_settings* settings, const char* path, const char* text) {
    return guarded([&] { return phonon::api::format_program(settings_of(settings), source_of(path, text)); });
}

phonon_result* phonon_events(const phonon_settings* settings, const char* path, const char* text, const char* cycles,
                             phonon_form form) {
    return over_cycles(cycles, [&](const auto& span) {
        return phonon::api::program_events(settings_of(settings), source_of(path, text), span, form);
    });
}
phonon_result* phonon_expression_events(const phonon_settings* settings, const char* expression, const char* cycles,
                                        phonon_form form) {
    return over_cycles(cycles, [&](const auto& span) {
        return phonon::api::expression_events(settings_of(settings), expression != nullptr ? expression : "", span,
                                              form);
    });
}

phonon_result* phonon_explain(const char* code, phonon_form form) {
    return guarded([&] {
        return phonon::api::explain(code != nullptr ? std::optional<std::string_view>(code) : std::nullopt, form);
    });
}
phonon_result* phonon_doc(const char* word, phonon_form form) {
    return guarded(
        [&] { return phonon::api::doc(word != nullptr ? std::optional<std::string_view>(word) : std::nullopt, form); });
}
phonon_result* phonon_doc_picture(const char* word) {
    return guarded([&] { return phonon::api::unit_picture(word); });
}
phonon_result* phonon_doc_topics(phonon_form form) {
    return guarded([&] { return phonon::api::doc_topics(form); });
}
phonon_result* phonon_doc_scales(phonon_form form) {
    return guarded([&] { return phonon::api::doc_scales(form); });
}
phonon_result* phonon_doc_chords(phonon_form form) {
    return guarded([&] { return phonon::api::doc_chords(form); });
}
phonon_result* phonon_samples(const phonon_settings* settings, phonon_form form) {
    return guarded([&] { return phonon::api::list_samples(settings_of(settings), form); });
}

void phonon_render_options_init(phonon_render_options* options) {
    *options = {};
    options->size = sizeof *options;
    options->rate = 48000;
    options->block = 512;
    options->threads = 0;
    options->polyphony = 256;
    options->memory_limit = std::size_t{2} << 30;
    options->stem_format = PHONON_WAV32F;
    options->max_loudness = options->max_true_peak = std::numeric_limits<double>::infinity();
}

phonon_result* phonon_render(const phonon_settings* settings, const char* path, const char* text,
                             const phonon_render_options* options) {
    return guarded([&] {
        // A caller built against another version of the interface has a shorter or longer struct.
        phonon_render_options known;
        phonon_render_options_init(&known);
        if (options != nullptr) std::memcpy(&known, options, std::min(options->size, sizeof known));
        return phonon::api::render_program(settings_of(settings), source_of(path, text), known);
    });
}

const phonon_report* phonon_result_report(const phonon_result* result) {
    return result->outcome.report ? &result->report : nullptr;
}

void phonon_diff_options_init(phonon_diff_options* options) {
    *options = {};
    options->size = sizeof *options;
    options->events = 10;
    options->rate = 48000;
}

phonon_result* phonon_diff(const phonon_settings* settings, const char* first, const char* second,
                           const phonon_diff_options* options) {
    return guarded([&] {
        phonon_diff_options known;
        phonon_diff_options_init(&known);
        if (options != nullptr) std::memcpy(&known, options, std::min(options->size, sizeof known));
        return phonon::api::difference(settings_of(settings), first, second, known);
    });
}

}  // extern "C"
