// Tells when files change, however an editor writes them: in place, by truncating first, or by renaming another over
// them. Watches their folders, because a file that is renamed over is another file.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace phonon::io {

// Not thread-safe, except that `interrupt` may be called from any thread.
class FileWatch {
public:
    FileWatch();
    ~FileWatch();
    FileWatch(const FileWatch&) = delete;
    FileWatch& operator=(const FileWatch&) = delete;

    // From now on these files and, with all that lies in them, these folders.
    void set(const std::vector<std::string>& files, const std::vector<std::string>& folders);
    // Waits until something was written and closed, renamed or removed, `interrupt` is called, or `milliseconds` (-1:
    // for ever) have gone by. Gives the paths that changed, as they were given to `set`.
    std::set<std::string> wait(int milliseconds);
    void interrupt();

private:
    int inotify_ = -1, wake_ = -1;
    struct Folder {
        std::map<std::string, std::string> files;  // name in the folder -> path as given
        std::string whole;                         // the folder itself is watched: its path as given
    };
    std::map<int, Folder> folders_;  // by watch descriptor
};

}  // namespace phonon::io
