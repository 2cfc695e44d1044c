// All sounds that a program can name: the built-in kit and the folders of the user, one bank to a name.
//
// Listing decodes nothing and `get` decodes one file, so ten thousand banks cost no more than their names. The engine
// knows no file format: reading one is a function handed in (src/io/files/sound_file.hpp).
#pragma once

#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "engine/samples/folder_listing.hpp"
#include "engine/samples/recording_cache.hpp"
#include "engine/sound_source.hpp"

namespace phonon::engine {

// Decodes one file, or says in a sentence that names the file why it cannot. Called from any thread.
using SoundReader = std::function<base::Result<dsp::Recording, std::string>(const std::filesystem::path&)>;

// Whose word counts first. A bank is taken whole from the first place that has it: folders of the user replace the
// kit's banks, while installed packs only add to it, so that a program sounds the same with and without them.
enum class FolderRank { option, program, environment, project, user, installed };

struct SampleFolder {
    std::filesystem::path path;
    FolderRank rank = FolderRank::option;
    std::filesystem::path licence;  // for a pack whose licence lies elsewhere; else empty
};

struct BankInfo {
    std::string name;
    int count = 0;
    std::string origin;   // the folder, or "built-in kit"
    std::string licence;  // a file, "MIT, part of phonon" for the kit, or "" where none was found
};

// Every member may be called from any thread but the audio thread.
class SampleLibrary final : public SoundSource {
public:
    static constexpr std::size_t default_cache_bytes = std::size_t{512} << 20;

    explicit SampleLibrary(SoundReader reader, std::size_t cache_bytes = default_cache_bytes);

    // Of equal rank the folder added first counts first. Adding a folder again reads it afresh. Fails with a sentence
    // where the folder cannot be read.
    base::Result<void, std::string> add_folder(const SampleFolder& folder);

    std::vector<BankInfo> banks() const;  // by name; each as `get` would find it
    bool has(std::string_view bank) const;
    int count(std::string_view bank) const;            // 0 where there is none
    std::string nearest(std::string_view bank) const;  // the bank of the most similar name; "" where none is near
    // What was passed over while listing, one sentence each.
    std::vector<std::string> notes() const;

    // Sound `n` of a bank, wrapped over its count in both directions; decoded at the first call, then shared. Fails
    // with a sentence where there is no such bank or its file cannot be read; the numbers of the others stay. A file
    // that failed is not tried again until a folder is added.
    base::Result<RecordingHandle, std::string> get(std::string_view bank, std::int64_t n);
    // The same for the director, which goes on without: null where `get` fails.
    std::shared_ptr<const dsp::Recording> recording(std::string_view bank, int n) override;
    // What made `get` and `recording` fail to read files, each file once, in the order met.
    std::vector<std::string> failures() const;
    // The file behind it; empty for the kit and where there is none.
    std::filesystem::path file_of(std::string_view bank, std::int64_t n) const;

    std::size_t cached_bytes() const;

private:
    struct Listed {
        SampleFolder folder;
        FolderListing listing;
    };
    // Where a name leads: a bank of a folder, else the kit's (folder bank null), else nowhere.
    struct Found {
        const FolderBank* bank = nullptr;
        const Listed* from = nullptr;
        std::string_view kit_name;
        int count = 0;
    };
    Found find(std::string_view bank) const;

    SoundReader reader_;
    mutable std::mutex mutex_;
    std::vector<Listed> folders_;  // by rank, then as added
    RecordingCache cache_;
    struct Failure {
        std::string key, sentence;
    };
    std::vector<Failure> failures_;
};

}  // namespace phonon::engine
