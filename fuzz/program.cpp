// libFuzzer: any bytes through the whole front end. Nothing may crash, hang or grow without bound; a program without
// errors has no null signals.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "lang/check.hpp"

using namespace phonon;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    lang::CheckOptions options;
    options.read_file = [](const std::string&) { return std::nullopt; };
    const lang::CheckResult result =
        lang::check("fuzz.ph", std::string(reinterpret_cast<const char*>(data), size), options);
    if (result.diagnostics.has_errors()) return 0;
    for (const lang::Bus& bus : result.program.buses)
        if (!bus.signal) std::abort();
    for (const lang::Stem& stem : result.program.stems)
        if (!stem.signal) std::abort();
    return 0;
}
