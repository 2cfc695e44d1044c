#include "engine/samples/library.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/diagnostics.hpp"
#include "dsp/sampler/sampler.hpp"
#include "engine/samples/kit.hpp"

namespace phonon::engine {

namespace fs = std::filesystem;

namespace {

int wrapped(std::int64_t n, int count) {
    const auto m = static_cast<int>(n % count);
    return m < 0 ? m + count : m;
}

}  // namespace

SampleLibrary::SampleLibrary(SoundReader reader, std::size_t cache_bytes)
    : reader_(std::move(reader)), cache_(cache_bytes) {}

base::Result<void, std::string> SampleLibrary::add_folder(const SampleFolder& folder) {
    auto listing = list_folder(folder.path);
    if (!listing) return base::failure(std::move(listing.error()));
    if (!folder.licence.empty())
        for (auto& [name, bank] : listing->banks)
            if (bank.licence.empty()) bank.licence = folder.licence;
    const std::lock_guard lock(mutex_);
    failures_.clear();
    const auto same = std::ranges::find_if(
        folders_, [&](const Listed& l) { return l.folder.path == folder.path && l.folder.rank == folder.rank; });
    if (same != folders_.end()) {
        same->listing = std::move(*listing);
        return {};
    }
    const auto at = std::ranges::upper_bound(folders_, folder.rank, {}, [](const Listed& l) { return l.folder.rank; });
    folders_.insert(at, {folder, std::move(*listing)});
    return {};
}

SampleLibrary::Found SampleLibrary::find(std::string_view bank) const {
    const KitBank* kit = find_kit_bank(bank);
    for (const Listed& l : folders_) {
        if (kit != nullptr && l.folder.rank == FolderRank::installed) break;
        if (const auto at = l.listing.banks.find(bank); at != l.listing.banks.end())
            return {&at->second, &l, {}, static_cast<int>(at->second.files.size())};
    }
    return kit != nullptr ? Found{nullptr, nullptr, kit->name, kit_variants} : Found{};
}

std::vector<BankInfo> SampleLibrary::banks() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string_view> names;
    for (const KitBank& k : kit_banks()) names.push_back(k.name);
    for (const Listed& l : folders_)
        for (const auto& [name, bank] : l.listing.banks) names.push_back(name);
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());

    std::vector<BankInfo> all;
    all.reserve(names.size());
    for (std::string_view name : names) {
        const Found f = find(name);
        if (f.bank != nullptr)
            all.push_back({std::string(name), f.count, f.from->folder.path.string(), f.bank->licence.string()});
        else
            all.push_back({std::string(name), f.count, "built-in kit", "MIT, part of phonon"});
    }
    return all;
}

bool SampleLibrary::has(std::string_view bank) const { return count(bank) > 0; }

int SampleLibrary::count(std::string_view bank) const {
    const std::lock_guard lock(mutex_);
    return find(bank).count;
}

std::string SampleLibrary::nearest(std::string_view bank) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string_view> names;
    for (const KitBank& k : kit_banks()) names.push_back(k.name);
    for (const Listed& l : folders_)
        for (const auto& [name, files] : l.listing.banks) names.push_back(name);
    return std::string(base::nearest(bank, names));
}

std::vector<std::string> SampleLibrary::notes() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> all;
    for (const Listed& l : folders_) all.insert(all.end(), l.listing.notes.begin(), l.listing.notes.end());
    return all;
}

fs::path SampleLibrary::file_of(std::string_view bank, std::int64_t n) const {
    const std::lock_guard lock(mutex_);
    const Found f = find(bank);
    return f.bank == nullptr ? fs::path{} : f.bank->files[static_cast<std::size_t>(wrapped(n, f.count))];
}

base::Result<RecordingHandle, std::string> SampleLibrary::get(std::string_view bank, std::int64_t n) {
    fs::path file;
    std::string_view kit_name;
    std::string key;
    int index = 0;
    {
        const std::lock_guard lock(mutex_);
        const Found f = find(bank);
        if (f.count == 0) return base::failure(fmt::format("there is no bank of samples named `{}`", bank));
        index = wrapped(n, f.count);
        kit_name = f.kit_name;
        if (f.bank != nullptr) file = f.bank->files[static_cast<std::size_t>(index)];
        // No file has this name: paths hold no NUL.
        key = file.empty() ? fmt::format("kit{}{}:{}", '\0', kit_name, index) : file.string();
        if (RecordingHandle cached = cache_.find(key)) return cached;
        if (const auto known = std::ranges::find(failures_, key, &Failure::key); known != failures_.end())
            return base::failure(known->sentence);
    }
    // Decoding takes its time: others go on meanwhile. Two that decode the same file at once end up sharing one.
    dsp::prepare_sampler();
    RecordingHandle made;
    if (file.empty()) {
        made = std::make_shared<const dsp::Recording>(make_kit_sound(kit_name, index));
    } else {
        auto read = reader_(file);
        if (!read) {
            const std::lock_guard lock(mutex_);
            if (std::ranges::find(failures_, key, &Failure::key) == failures_.end())
                failures_.push_back({key, read.error()});
            return base::failure(std::move(read.error()));
        }
        made = std::make_shared<const dsp::Recording>(std::move(*read));
    }
    const std::lock_guard lock(mutex_);
    return cache_.insert(key, std::move(made));
}

std::shared_ptr<const dsp::Recording> SampleLibrary::recording(std::string_view bank, int n) {
    return get(bank, n).value_or(nullptr);
}

std::vector<std::string> SampleLibrary::failures() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> all;
    for (const Failure& f : failures_) all.push_back(f.sentence);
    return all;
}

std::size_t SampleLibrary::cached_bytes() const {
    const std::lock_guard lock(mutex_);
    return cache_.bytes();
}

}  // namespace phonon::engine
