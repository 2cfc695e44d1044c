# The C interface as a library, and the command line over it.
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)

# The demo is compiled in, so that the first sound needs no file.
set(demo ${CMAKE_SOURCE_DIR}/examples/demo.ph)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${demo})
file(READ ${demo} demo_text)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/api/demo_program.hpp CONTENT
"// Made from examples/demo.ph.
#pragma once
namespace phonon::api {
inline constexpr char demo_program[] = R\"phonon(@demo_text@)phonon\";
}
" @ONLY)

phonon_layer(api LINKS phonon_io)
target_link_libraries(phonon_api PRIVATE nlohmann_json::nlohmann_json)
target_include_directories(phonon_api PRIVATE ${CMAKE_BINARY_DIR}/generated)
target_compile_definitions(phonon_api PRIVATE
  PHONON_VERSION="${PROJECT_VERSION}" PHONON_BUILD_TYPE="$<CONFIG>")

if(PHONON_SHARED)
  add_library(phonon_shared SHARED $<TARGET_OBJECTS:phonon_api>)
  target_link_libraries(phonon_shared PRIVATE phonon_io)
  # Only the functions of phonon.h are seen from outside, those of static libraries inside it are not.
  target_link_options(phonon_shared PRIVATE -Wl,--exclude-libs,ALL)
  set_target_properties(phonon_shared PROPERTIES
    OUTPUT_NAME phonon VERSION ${PROJECT_VERSION} SOVERSION ${PROJECT_VERSION_MAJOR} LINKER_LANGUAGE CXX)
endif()

file(GLOB cli_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/apps/cli/*.cpp)
add_executable(phonon ${cli_sources})
target_link_libraries(phonon PRIVATE phonon_api CLI11::CLI11 nlohmann_json::nlohmann_json)
# CLI11 is most of what these small files compile.
target_precompile_headers(phonon PRIVATE <CLI/CLI.hpp> <fmt/format.h>)
target_compile_options(phonon PRIVATE -fpch-preprocess)
