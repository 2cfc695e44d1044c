// The one hash of the project, XXH3-64: of rendered samples, and of names that must mean the same in every run.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace phonon::base {

std::uint64_t hash_of(std::string_view text, std::uint64_t seed = 0) noexcept;

// Fed piece by piece; equal bytes give equal hashes whatever the pieces.
class Hasher {
public:
    Hasher();
    void add(std::span<const float> samples) noexcept;
    std::uint64_t value() const noexcept;
    std::string text() const;  // 16 hexadecimal digits

private:
    struct Free {
        void operator()(void* p) const noexcept;
    };
    std::unique_ptr<void, Free> state_;
};

}  // namespace phonon::base
