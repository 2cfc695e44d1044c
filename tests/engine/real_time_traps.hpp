// How often something that may block was done where nothing may (real_time_traps.cpp).
#pragma once

namespace phonon::test {

int real_time_faults();
const char* first_real_time_fault();  // null: none

}  // namespace phonon::test
