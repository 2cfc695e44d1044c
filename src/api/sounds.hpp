// The sounds that a program can name, found where phonon looks for them, as the engine plays them.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/settings.hpp"
#include "engine/samples/library.hpp"
#include "engine/sound_source.hpp"

namespace phonon::api {

// Looks in the folders of the settings, then in those of the program, then in those of the machine
// (io/files/sample_folders.hpp).
class Sounds final : public engine::SoundSource {
public:
    Sounds(const Settings& settings, const std::vector<std::string>& program_folders);

    std::shared_ptr<const dsp::Recording> recording(std::string_view bank, int n) override;

    bool exists(std::string_view bank) const { return library_.has(bank); }
    std::vector<std::string> names() const;
    std::vector<engine::BankInfo> banks() const { return library_.banks(); }
    // What could not be read, one sentence each: folders while listing, files while playing.
    std::vector<std::string> faults() const;

private:
    void add(const engine::SampleFolder& folder);

    engine::SampleLibrary library_;
    std::vector<std::string> faults_;
};

}  // namespace phonon::api
