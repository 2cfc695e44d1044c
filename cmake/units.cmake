# The units: every file under src/dsp/units is compiled once for each instruction set level, and listed in the table by
# its name alone. On x86-64 the levels are v2 (baseline), v3 and v4; elsewhere, and with PHONON_ONE_LEVEL, one plain build.
option(PHONON_ONE_LEVEL "Build the units for the baseline processor only (quicker; used by debug and sanitizer builds)" OFF)

file(GLOB_RECURSE unit_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/dsp/units/*.cpp)
file(GLOB_RECURSE dsp_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/dsp/*.cpp)
list(FILTER dsp_sources EXCLUDE REGEX "/src/dsp/units/")

if(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64" AND NOT PHONON_ONE_LEVEL)
  set(unit_levels v2 v3 v4)
elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
  set(unit_levels v2)
else()
  set(unit_levels plain)
endif()
list(GET unit_levels 0 base_level)
list(LENGTH unit_levels level_count)

set(declarations "")
set(rows "")
foreach(source ${unit_sources})
  get_filename_component(word ${source} NAME_WE)
  string(APPEND declarations "extern const Facts unit_facts_${word};\n")
  set(kernels "")
  foreach(level ${unit_levels})
    string(APPEND declarations "namespace ${level} { extern const UnitKernels unit_${word}; }\n")
    list(APPEND kernels "&${level}::unit_${word}")
  endforeach()
  while(level_count LESS 3 AND kernels)
    list(LENGTH kernels have)
    if(have EQUAL 3)
      break()
    endif()
    list(APPEND kernels "&${base_level}::unit_${word}")
  endwhile()
  list(JOIN kernels ", " kernels)
  string(APPEND rows "{&unit_facts_${word}, {${kernels}}},\n")
endforeach()
set(generated ${CMAKE_BINARY_DIR}/generated)
file(CONFIGURE OUTPUT ${generated}/unit_declarations.inc CONTENT "${declarations}" @ONLY)
file(CONFIGURE OUTPUT ${generated}/unit_rows.inc CONTENT "${rows}" @ONLY)

add_library(phonon_dsp STATIC ${dsp_sources})
target_link_libraries(phonon_dsp PUBLIC phonon_base)
target_include_directories(phonon_dsp PRIVATE ${generated})
if(level_count EQUAL 3)
  target_compile_definitions(phonon_dsp PRIVATE PHONON_LEVELS)
endif()

# Fuzzers read the units' facts alone. Kernels take most of the time that a unit takes to compile.
set(level_sources ${unit_sources})
if(PHONON_FUZZ)
  set(level_sources "")
  foreach(source ${unit_sources})
    get_filename_component(word ${source} NAME_WE)
    file(CONFIGURE OUTPUT ${generated}/facts/${word}.cpp CONTENT
"#include \"dsp/unit/unit.hpp\"
#undef PHONON_UNIT
#define PHONON_UNIT(word, Type) \\
    namespace phonon::dsp { \\
    extern const Facts unit_facts_##word; \\
    constexpr Facts unit_facts_##word = Type::facts; \\
    inline namespace PHONON_LEVEL { \\
    extern const UnitKernels unit_##word; \\
    constexpr UnitKernels unit_##word{}; \\
    } \\
    }
#include \"${source}\"
")
    list(APPEND level_sources ${generated}/facts/${word}.cpp)
  endforeach()
endif()

foreach(level ${unit_levels})
  add_library(phonon_units_${level} OBJECT ${level_sources})
  target_link_libraries(phonon_units_${level} PRIVATE phonon_flags)
  target_compile_definitions(phonon_units_${level} PRIVATE PHONON_LEVEL=${level})
  if(level STREQUAL base_level)
    target_compile_definitions(phonon_units_${level} PRIVATE PHONON_BASE_LEVEL)
  endif()
  if(NOT level STREQUAL plain)
    target_compile_options(phonon_units_${level} PRIVATE -march=x86-64-${level})
  endif()
  # Kernels are made of always-inlined pieces: without optimisation they are slower than the tests can bear.
  if(CMAKE_BUILD_TYPE STREQUAL Debug)
    target_compile_options(phonon_units_${level} PRIVATE -O1)
  endif()
  target_sources(phonon_dsp PRIVATE $<TARGET_OBJECTS:phonon_units_${level}>)
endforeach()

# The tests that stand at the end of each unit's file.
add_executable(test_units tests/test_main.cpp ${unit_sources})
target_link_libraries(test_units PRIVATE phonon_dsp)
target_compile_definitions(test_units PRIVATE PHONON_UNIT_TESTS PHONON_LEVEL=tested)
# They spend their time in the library; optimising them would only take longer.
target_compile_options(test_units PRIVATE -O0)
add_test(NAME units COMMAND test_units)

if(level_count EQUAL 3)
  foreach(level ${unit_levels})
    add_test(NAME level_symbols_${level}
             COMMAND ${CMAKE_COMMAND} -DNM=${CMAKE_NM} -DLEVEL=${level}
                     "-DOBJECTS=$<TARGET_OBJECTS:phonon_units_${level}>"
                     -P ${CMAKE_SOURCE_DIR}/tests/dsp/level_symbols.cmake)
  endforeach()
endif()
