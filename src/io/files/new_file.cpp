#include "io/files/new_file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace phonon::io {

namespace fs = std::filesystem;

namespace {

bool is_special(const fs::path& target) {
    std::error_code error;
    const fs::file_status status = fs::status(target, error);
    return fs::exists(status) && !fs::is_regular_file(status) && !fs::is_directory(status);
}

}  // namespace

base::Result<NewFile, std::string> NewFile::create(const fs::path& target) {
    NewFile file;
    std::error_code error;
    file.target_ = fs::is_symlink(target, error) ? fs::weakly_canonical(target, error) : target;
    if (fs::is_directory(file.target_, error))
        return base::failure(fmt::format("{}: cannot be written (it is a folder)", target.string()));
    if (is_special(file.target_)) {
        file.part_ = file.target_;
        file.descriptor_ = open(file.target_.c_str(), O_RDWR | O_CLOEXEC);
    }
    for (int attempt = 0; attempt < 100 && file.part_.empty(); ++attempt) {
        const fs::path part = file.target_.parent_path() /
                              fmt::format(".{}.{}.{}.part", file.target_.filename().string(), getpid(), attempt);
        file.descriptor_ = open(part.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (file.descriptor_ >= 0) file.part_ = part;
        if (file.descriptor_ < 0 && errno != EEXIST) break;
    }
    if (file.descriptor_ < 0)
        return base::failure(fmt::format("{}: cannot be written ({})", target.string(), std::strerror(errno)));
    return file;
}

NewFile::NewFile(NewFile&& other) noexcept
    : target_(std::move(other.target_)),
      part_(std::exchange(other.part_, {})),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

NewFile& NewFile::operator=(NewFile&& other) noexcept {
    discard();
    target_ = std::move(other.target_);
    part_ = std::exchange(other.part_, {});
    descriptor_ = std::exchange(other.descriptor_, -1);
    return *this;
}

NewFile::~NewFile() { discard(); }

int NewFile::take_descriptor() noexcept { return std::exchange(descriptor_, -1); }

base::Result<void, std::string> NewFile::publish() {
    if (part_ != target_) {
        std::error_code error;
        fs::rename(part_, target_, error);
        if (error) {
            discard();
            return base::failure(
                fmt::format("{}: could not be given its name ({})", target_.string(), error.message()));
        }
    }
    part_.clear();
    return {};
}

void NewFile::discard() noexcept {
    if (descriptor_ >= 0) close(descriptor_);
    descriptor_ = -1;
    std::error_code ignored;
    if (!part_.empty() && part_ != target_) fs::remove(part_, ignored);
    part_.clear();
}

}  // namespace phonon::io
