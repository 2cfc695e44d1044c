#include "io/files/paged_samples.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace phonon::io {
namespace {

auto fault() { return base::failure(std::string(std::strerror(errno))); }

int open_nameless(const std::string& folder) {
    const int file = open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (file >= 0) return file;
    // Not every file system knows files without a name.
    std::string name = folder + "/phonon-XXXXXX";
    const int named = mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) unlink(name.c_str());
    return named;
}

}  // namespace

base::Result<PagedSamples, std::string> PagedSamples::create() {
    const char* wanted = std::getenv("TMPDIR");
    const int file = open_nameless(wanted != nullptr && *wanted != '\0' ? wanted : "/var/tmp");
    if (file < 0) return fault();
    return PagedSamples(file);
}

PagedSamples::PagedSamples(PagedSamples&& other) noexcept
    : file_(std::exchange(other.file_, -1)), bytes_(other.bytes_) {}

PagedSamples::~PagedSamples() {
    if (file_ >= 0) close(file_);
}

base::Result<void, std::string> PagedSamples::append(std::span<const float> samples) {
    const auto* at = reinterpret_cast<const char*>(samples.data());
    for (std::size_t left = samples.size_bytes(); left > 0;) {
        const ssize_t n = ::write(file_, at, left);
        if (n < 0 && errno != EINTR) return fault();
        if (n <= 0) continue;
        at += n;
        left -= static_cast<std::size_t>(n);
        bytes_ += static_cast<std::uint64_t>(n);
    }
    return {};
}

base::Result<std::shared_ptr<const float>, std::string> PagedSamples::map() {
    const std::size_t bytes = bytes_;
    void* at = mmap(nullptr, bytes, PROT_READ, MAP_SHARED, file_, 0);
    if (at == MAP_FAILED) return fault();
    return std::shared_ptr<const float>(static_cast<const float*>(at),
                                        [bytes](const float* p) { munmap(const_cast<float*>(p), bytes); });
}

}  // namespace phonon::io
