# Tests of what people start, and of the repository itself.
find_package(Python3 REQUIRED COMPONENTS Interpreter)

foreach(name bench cores render release tracks track_claims diff samples commands controls synths live)
  add_test(NAME apps_${name} COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tests/apps/${name}_test.py $<TARGET_FILE:phonon>)
endforeach()

add_test(NAME apps_tracks_long
         COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tests/apps/tracks_test.py $<TARGET_FILE:phonon> --long)
set_tests_properties(apps_tracks_long PROPERTIES LABELS long)
foreach(name bench cores)
  add_test(NAME apps_${name}_long
           COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tests/apps/${name}_test.py $<TARGET_FILE:phonon> --long)
  set_tests_properties(apps_${name}_long PROPERTIES LABELS long RUN_SERIAL TRUE TIMEOUT 7200)
endforeach()

# Half a minute in which nothing may pile up; for an hour, also nothing may be missed, which needs a machine that does
# nothing else.
add_test(NAME apps_soak
         COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tests/apps/soak_test.py $<TARGET_FILE:phonon>
                 --seconds 30 --notes 4)
add_test(NAME apps_soak_long
         COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tests/apps/soak_test.py $<TARGET_FILE:phonon> --seconds 3600 --misses 0)
set_tests_properties(apps_soak apps_soak_long PROPERTIES RUN_SERIAL ON)
set_tests_properties(apps_soak_long PROPERTIES LABELS long TIMEOUT 4000)

add_executable(test_c_interface tests/apps/c_interface.c)
set_target_properties(test_c_interface PROPERTIES C_STANDARD 11 LINKER_LANGUAGE CXX)
target_compile_options(test_c_interface PRIVATE -Wall -Wextra -pedantic)
target_include_directories(test_c_interface PRIVATE src)
target_link_libraries(test_c_interface PRIVATE $<IF:$<BOOL:${PHONON_SHARED}>,phonon_shared,phonon_api> m)
add_test(NAME c_interface COMMAND test_c_interface)

add_test(NAME repository
         COMMAND ${Python3_EXECUTABLE} -B ${CMAKE_SOURCE_DIR}/tests/repository/check_repository.py ${CMAKE_SOURCE_DIR} $<TARGET_FILE:phonon>)
