# Cases of Tidal and Strudel, run through the language.
file(GLOB conformance_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/conformance/*.cpp)
add_executable(conformance ${conformance_sources} ${CMAKE_SOURCE_DIR}/tests/pattern/event_lists.cpp)
target_include_directories(conformance PRIVATE ${CMAKE_SOURCE_DIR})
target_link_libraries(conformance PRIVATE phonon_lang)
set(cases ${CMAKE_SOURCE_DIR}/tests/data/conformance)
add_test(NAME conformance
         COMMAND conformance ${cases}/mini.jsonl ${cases}/transforms.jsonl --differences ${cases}/differences.json)
