// What a diagnostic means, from the catalogue: `phonon explain`.
#pragma once

#include <optional>
#include <string_view>

#include "api/outcome.hpp"

namespace phonon::api {

Outcome explain(std::optional<std::string_view> code, phonon_form form);

}  // namespace phonon::api
