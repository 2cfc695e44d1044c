#include "api/sounds.hpp"

#include <algorithm>

#include "io/files/sample_folders.hpp"
#include "io/files/sound_file.hpp"

namespace phonon::api {

Sounds::Sounds(const Settings& settings, const std::vector<std::string>& program_folders)
    : library_([](const std::filesystem::path& file) { return io::read_sound_file(file); }) {
    for (const engine::SampleFolder& folder :
         io::sample_folders({settings.sample_folders.begin(), settings.sample_folders.end()}))
        add(folder);
    for (const std::string& folder : program_folders) add({folder, engine::FolderRank::program, {}});
}

void Sounds::add(const engine::SampleFolder& folder) {
    if (auto added = library_.add_folder(folder); !added) faults_.push_back(added.error());
}

std::shared_ptr<const dsp::Recording> Sounds::recording(std::string_view bank, int n) {
    if (!library_.has(bank)) return nullptr;
    auto found = library_.get(bank, n);
    if (found) return *found;
    if (std::find(faults_.begin(), faults_.end(), found.error()) == faults_.end()) faults_.push_back(found.error());
    return nullptr;
}

std::vector<std::string> Sounds::names() const {
    std::vector<std::string> names;
    for (const engine::BankInfo& bank : library_.banks()) names.push_back(bank.name);
    return names;
}

std::vector<std::string> Sounds::faults() const {
    std::vector<std::string> all = library_.notes();
    all.insert(all.begin(), faults_.begin(), faults_.end());
    return all;
}

}  // namespace phonon::api
