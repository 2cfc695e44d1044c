// Samples of a long sound: on disk, brought into memory where they are played and given back where it is short.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "base/result.hpp"

namespace phonon::io {

// A file without a name in $TMPDIR, else /var/tmp (/tmp is often memory); gone with its last user. Not thread-safe.
// Errors are the reason alone.
class PagedSamples {
public:
    static base::Result<PagedSamples, std::string> create();
    PagedSamples(PagedSamples&& other) noexcept;
    PagedSamples& operator=(PagedSamples&&) = delete;
    ~PagedSamples();

    base::Result<void, std::string> append(std::span<const float> samples);
    // All of them, at least one; any thread may read them. Nothing is appended afterwards.
    base::Result<std::shared_ptr<const float>, std::string> map();

private:
    explicit PagedSamples(int file) noexcept : file_(file) {}
    int file_;
    std::uint64_t bytes_ = 0;
};

}  // namespace phonon::io
