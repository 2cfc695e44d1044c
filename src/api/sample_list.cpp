#include "api/sample_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "api/sounds.hpp"

namespace phonon::api {

Outcome list_samples(const Settings& settings, phonon_form form) {
    using Json = nlohmann::ordered_json;
    const Sounds sounds(settings, {});
    const std::vector<engine::BankInfo> banks = sounds.banks();
    Outcome out;
    for (const std::string& fault : sounds.faults()) out.diagnostics += fmt::format("phonon: {}\n", fault);
    if (form == PHONON_JSON) {
        Json list = Json::array();
        for (const engine::BankInfo& b : banks)
            list.push_back({{"bank", b.name}, {"count", b.count}, {"origin", b.origin}, {"licence", b.licence}});
        out.text = Json{{"banks", std::move(list)}}.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
        return out;
    }
    std::size_t width = 0;
    for (const engine::BankInfo& b : banks) width = std::max(width, b.name.size());
    for (const engine::BankInfo& b : banks)
        out.text += fmt::format("{:<{}}  {:>4}  {}\n", b.name, width, b.count, b.origin);
    return out;
}

}  // namespace phonon::api
