// The boundary of `phonon bench`.
#include "api/bench.hpp"
#include "api/handles.hpp"
#include "api/phonon.h"

extern "C" {

void phonon_bench_options_init(phonon_bench_options* options) {
    *options = {};
    options->size = sizeof *options;
    options->rate = 48000;
    options->rounds = 7;
    options->simulated = 64;
}

phonon_result* phonon_bench(const phonon_settings* settings, const char* path, const char* text,
                            const phonon_bench_options* options) {
    return phonon::api::guarded([&] {
        phonon_bench_options known;
        phonon_bench_options_init(&known);
        if (options != nullptr) std::memcpy(&known, options, std::min(options->size, sizeof known));
        return phonon::api::bench(phonon::api::settings_of(settings), phonon::api::source_of(path, text), known);
    });
}

}  // extern "C"
