// The tables of scales and chords: `phonon doc --scales`, `phonon doc --chords`.
#pragma once

#include "api/outcome.hpp"

namespace phonon::api {

Outcome doc_scales(phonon_form form);
Outcome doc_chords(phonon_form form);

}  // namespace phonon::api
