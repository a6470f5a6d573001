# The runtime as the command keeps it: compiled once for an Emscripten, by few runs of its compiler,
# which takes longer to start than to compile one of the files.

# The paths that runtime.js prints, with the Emscripten that this project is configured for.
function(asyncfor__compile_runtime library program)
  set(separator ":")
  if(CMAKE_HOST_WIN32)
    set(separator ";")
  endif()
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env "PATH=${EMSCRIPTEN_ROOT_PATH}${separator}$ENV{PATH}"
            "${ASYNCFOR_NODE}" "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../bindings/compile/runtime.js"
            ${ARGN}
    WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}"
    OUTPUT_VARIABLE lines OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" lines "${lines}")
  list(GET lines 0 path)
  set(${library} "${path}" PARENT_SCOPE)
  list(GET lines 1 path)
  set(${program} "${path}" PARENT_SCOPE)
endfunction()

add_library(asyncfor STATIC IMPORTED GLOBAL)
# A program's main() runs as a coroutine.
add_library(asyncfor_program OBJECT IMPORTED GLOBAL)
if(CMAKE_CONFIGURATION_TYPES OR NOT CMAKE_BUILD_TYPE STREQUAL "Debug")
  asyncfor__compile_runtime(library program)
  set_target_properties(asyncfor PROPERTIES IMPORTED_LOCATION "${library}")
  set_target_properties(asyncfor_program PROPERTIES IMPORTED_OBJECTS "${program}")
endif()
if(CMAKE_CONFIGURATION_TYPES OR CMAKE_BUILD_TYPE STREQUAL "Debug")
  asyncfor__compile_runtime(library program --debug)
  set_target_properties(asyncfor PROPERTIES IMPORTED_LOCATION_DEBUG "${library}")
  set_target_properties(asyncfor_program PROPERTIES IMPORTED_OBJECTS_DEBUG "${program}")
endif()

foreach(target asyncfor asyncfor_program)
  target_include_directories(${target} INTERFACE "${CMAKE_CURRENT_LIST_DIR}/include")
  target_compile_definitions(${target} INTERFACE $<$<CONFIG:Debug>:ASYNCFOR_DEBUG>)
  target_compile_options(${target} INTERFACE ${ASYNCFOR_COMPILE_OPTIONS})
  # Our headers are no system's: warnings about their use are the user's to see.
  set_target_properties(${target} PROPERTIES IMPORTED_NO_SYSTEM TRUE)
endforeach()
add_library(asyncfor::asyncfor ALIAS asyncfor)
