// A value, or the fault that a user caused. Our own mistakes are asserts, never results.
#pragma once

#include <tl/expected.hpp>

namespace phonon::base {

template <class T, class E>
using Result = tl::expected<T, E>;

template <class E>
auto failure(E&& error) {
    return tl::make_unexpected(std::forward<E>(error));
}

}  // namespace phonon::base
