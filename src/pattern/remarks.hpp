// Remarks: what one word leaves on events for another, as entries whose names begin with `_`.
//
// They travel with the event through every transform, make no sound, and are not shown (Value::to_json leaves them
// out).
#pragma once

#include "pattern/value.hpp"

namespace phonon::pattern {

inline bool is_remark(ControlName name) noexcept { return name.text().starts_with('_'); }

namespace remark {
// The scale that the note was taken from, as `scale` was given it; read by scaleTranspose.
inline ControlName scale() {
    static const ControlName name("_scale");
    return name;
}
}  // namespace remark

}  // namespace phonon::pattern
