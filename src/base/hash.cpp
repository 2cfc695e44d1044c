#include "base/hash.hpp"

#include <fmt/format.h>
#include <xxhash.h>

namespace phonon::base {

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) noexcept {
    return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

void Hasher::Free::operator()(void* p) const noexcept { XXH3_freeState(static_cast<XXH3_state_t*>(p)); }

Hasher::Hasher() : state_(XXH3_createState()) { XXH3_64bits_reset(static_cast<XXH3_state_t*>(state_.get())); }

void Hasher::add(std::span<const float> samples) noexcept {
    XXH3_64bits_update(static_cast<XXH3_state_t*>(state_.get()), samples.data(), samples.size_bytes());
}

std::uint64_t Hasher::value() const noexcept {
    return XXH3_64bits_digest(static_cast<const XXH3_state_t*>(state_.get()));
}

std::string Hasher::text() const { return fmt::format("{:016x}", value()); }

}  // namespace phonon::base
