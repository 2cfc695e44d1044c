#include "io/watch/file_watch.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <climits>
#include <cstdint>
#include <filesystem>

namespace phonon::io {
namespace {

constexpr std::uint32_t changes = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE;

}  // namespace

FileWatch::FileWatch()
    : inotify_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)), wake_(eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

FileWatch::~FileWatch() {
    if (inotify_ >= 0) close(inotify_);
    if (wake_ >= 0) close(wake_);
}

void FileWatch::set(const std::vector<std::string>& files, const std::vector<std::string>& folders) {
    std::map<std::string, Folder> wanted;
    const auto want = [&wanted](const std::filesystem::path& path, const std::string& file) {
        const std::string parent = path.parent_path().empty() ? "." : path.parent_path().string();
        wanted[parent].files[path.filename().string()] = file;
    };
    for (const std::string& file : files) {
        want(file, file);
        // Behind a link the file itself is written, in a folder of its own.
        std::error_code ignored;
        const std::filesystem::path real = std::filesystem::canonical(file, ignored);
        if (!real.empty() && std::filesystem::is_symlink(file, ignored)) want(real, file);
    }
    for (const std::string& folder : folders) {
        wanted[folder].whole = folder;
        std::error_code ignored;
        for (const auto& inside : std::filesystem::directory_iterator(folder, ignored))
            if (inside.is_directory(ignored)) wanted[inside.path().string()].whole = folder;
    }
    const std::map<int, Folder> before = std::exchange(folders_, {});
    for (auto& [path, folder] : wanted) {
        const int watch = inotify_add_watch(inotify_, path.c_str(), changes);
        if (watch >= 0) folders_[watch] = std::move(folder);
    }
    for (const auto& [watch, folder] : before)
        if (!folders_.contains(watch)) inotify_rm_watch(inotify_, watch);
}

std::set<std::string> FileWatch::wait(int milliseconds) {
    std::set<std::string> changed;
    pollfd ready[] = {{inotify_, POLLIN, 0}, {wake_, POLLIN, 0}};
    if (poll(ready, 2, milliseconds) <= 0) return changed;
    if ((ready[1].revents & POLLIN) != 0) {
        std::uint64_t count = 0;
        (void)!read(wake_, &count, sizeof(count));
    }
    alignas(inotify_event) char buffer[64 * (sizeof(inotify_event) + NAME_MAX + 1)];
    for (ssize_t size = 0; (size = read(inotify_, buffer, sizeof(buffer))) > 0;)
        for (char* at = buffer; at < buffer + size;) {
            const auto* event = reinterpret_cast<const inotify_event*>(at);
            at += sizeof(inotify_event) + event->len;
            const auto folder = folders_.find(event->wd);
            if (folder == folders_.end() || event->len == 0) continue;
            if (const auto file = folder->second.files.find(event->name); file != folder->second.files.end())
                changed.insert(file->second);
            if (!folder->second.whole.empty()) changed.insert(folder->second.whole);
        }
    return changed;
}

void FileWatch::interrupt() {
    const std::uint64_t one = 1;
    (void)!write(wake_, &one, sizeof(one));
}

}  // namespace phonon::io
