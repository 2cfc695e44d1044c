// A file in the making: it grows under a name of its own in the folder of its target and takes the target's name when
// it is whole. An old file is whole until the new one is, and a failure leaves nothing behind.
#pragma once

#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace phonon::io {

// Not thread-safe. Errors are sentences that name the target.
class NewFile {
public:
    // Through a link to the file it stands for, as any other program would write it. What is no regular file
    // (/dev/null, a pipe) is written in place: renaming would put a file where it was.
    static base::Result<NewFile, std::string> create(const std::filesystem::path& target);
    NewFile(NewFile&& other) noexcept;
    NewFile& operator=(NewFile&& other) noexcept;
    ~NewFile();  // what was not published is removed

    const std::filesystem::path& target() const noexcept { return target_; }
    // Open for writing; the caller closes it. Once.
    int take_descriptor() noexcept;
    // Gives it its name, once it is written and closed.
    base::Result<void, std::string> publish();
    void discard() noexcept;

private:
    NewFile() = default;

    std::filesystem::path target_;
    std::filesystem::path part_;  // where it grows: the target itself where that is special; empty when done
    int descriptor_ = -1;
};

}  // namespace phonon::io
