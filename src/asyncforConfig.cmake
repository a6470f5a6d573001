# For find_package(asyncfor): see asyncfor.cmake.
include("${CMAKE_CURRENT_LIST_DIR}/requirements.cmake")
asyncfor__check_requirements(asyncfor_NOT_FOUND_MESSAGE)
if(asyncfor_NOT_FOUND_MESSAGE)
  set(asyncfor_FOUND FALSE)
  return()
endif()
include("${CMAKE_CURRENT_LIST_DIR}/asyncfor.cmake")
