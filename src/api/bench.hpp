// `phonon bench`: a program or synthetic graph measured, with its bounds and what simulation says of more cores.
#pragma once

#include "api/outcome.hpp"
#include "api/program.hpp"

namespace phonon::api {

Outcome bench(const Settings& settings, const Source& source, const phonon_bench_options& options);

}  // namespace phonon::api
