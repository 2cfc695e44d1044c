#include "io/pictures/png_file.hpp"

#include <fmt/format.h>
#include <png.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace phonon::io {
namespace {

base::Result<std::vector<unsigned char>, std::string> encoded(const Canvas& picture) {
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = static_cast<png_uint_32>(picture.width());
    image.height = static_cast<png_uint_32>(picture.height());
    image.format = PNG_FORMAT_RGB;
    const auto fault = [&] { return base::failure(std::string(image.message)); };
    png_alloc_size_t size = 0;
    if (png_image_write_to_memory(&image, nullptr, &size, 0, picture.bytes().data(), 0, nullptr) == 0) return fault();
    std::vector<unsigned char> bytes(size);
    if (png_image_write_to_memory(&image, bytes.data(), &size, 0, picture.bytes().data(), 0, nullptr) == 0)
        return fault();
    return bytes;
}

}  // namespace

base::Result<void, std::string> write_png(NewFile& file, const Canvas& picture) {
    const auto failed = [&](std::string_view why) {
        return base::failure(fmt::format("{}: could not be written ({})", file.target().string(), why));
    };
    const auto bytes = encoded(picture);
    if (!bytes) return failed(bytes.error());
    const int descriptor = file.take_descriptor();
    int error = 0;
    for (std::size_t done = 0; done < bytes->size() && error == 0;) {
        const ssize_t n = ::write(descriptor, bytes->data() + done, bytes->size() - done);
        if (n < 0 && errno != EINTR) error = errno;
        if (n > 0) done += static_cast<std::size_t>(n);
    }
    if (close(descriptor) != 0 && error == 0) error = errno;
    if (error != 0) return failed(std::strerror(error));
    return {};
}

}  // namespace phonon::io
