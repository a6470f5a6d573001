# Builds modules and programs with the runtime:
#
#   asyncfor_add_module(NAME SOURCES file.c …
#                       [LIBRARIES target …] [DEFINITIONS NAME=value …] [OPTIONS flag …]
#                       [OUTPUT_DIRECTORY folder] [SINGLE_FILE])
#
# gives NAME.mjs, NAME.wasm, NAME.d.mts and NAME.d.ts, for JavaScript, and needs Emscripten:
# configure by `emcmake cmake`. SINGLE_FILE puts the WebAssembly into NAME.mjs.
#
#   asyncfor_add_program(NAME SOURCES file.c …
#                        [LIBRARIES …] [DEFINITIONS …] [OPTIONS …] [OUTPUT_DIRECTORY folder])
#
# gives NAME.wasm of sources with a main(), for run() of asyncfor/run; without emcmake it is a
# native program.
#
# OPTIONS are the linker's. Files go to the current binary folder, if there is no OUTPUT_DIRECTORY.
# Either is a target like any other, for target_link_libraries(NAME PRIVATE …) and its like. A
# library of one's own that includes asyncfor.h links asyncfor::asyncfor.
#
# The runtime is compiled once for each Emscripten and kept in the project's node_modules/.cache, else
# in the user's cache, or in the folder that the environment's ASYNCFOR_CACHE names; with
# -DASYNCFOR_FROM_SOURCE=ON it is a target of the project, with the project's flags.
#
# A project gets here by one of
#
#   find_package(asyncfor REQUIRED PATHS node_modules/asyncfor/src NO_CMAKE_FIND_ROOT_PATH)
#   add_subdirectory(node_modules/asyncfor)
#   include(node_modules/asyncfor/src/asyncfor.cmake)
include_guard(GLOBAL)

include("${CMAKE_CURRENT_LIST_DIR}/requirements.cmake")
asyncfor__check_requirements(asyncfor_wrong)
if(asyncfor_wrong)
  message(FATAL_ERROR "${asyncfor_wrong}")
endif()

# What flags.js prints, a line an item.
function(asyncfor__ask_flags variable)
  set(script "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../bindings/compile/flags.js")
  execute_process(
    COMMAND "${ASYNCFOR_NODE}" "${script}" ${ARGN} --emscripten ${EMSCRIPTEN_VERSION}
    OUTPUT_VARIABLE lines OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\n" ";" lines "${lines}")
  set(${variable} "${lines}" PARENT_SCOPE)
endfunction()

# The flags; those of a debug build are their own.
function(asyncfor__get_flags variable)
  asyncfor__ask_flags(flags ${ARGN})
  asyncfor__ask_flags(flags--debug ${ARGN} --debug)
  set(${variable} "$<$<NOT:$<CONFIG:Debug>>:${flags}>" "$<$<CONFIG:Debug>:${flags--debug}>"
      PARENT_SCOPE)
endfunction()

# The functions below are known everywhere, and variables where they are set: they find it here.
if(EMSCRIPTEN)
  asyncfor__get_flags(ASYNCFOR_COMPILE_OPTIONS compile)
  asyncfor__ask_flags(ASYNCFOR_SMALL_SOURCES small)
  asyncfor__get_flags(asyncfor_flags link)
  set_property(GLOBAL PROPERTY asyncfor_module_link_options "${asyncfor_flags}")
  asyncfor__get_flags(asyncfor_flags link --program)
  set_property(GLOBAL PROPERTY asyncfor_program_link_options "${asyncfor_flags}")
endif()

add_subdirectory("${CMAKE_CURRENT_LIST_DIR}" "${CMAKE_BINARY_DIR}/asyncfor" EXCLUDE_FROM_ALL)

# What follows the link: checks, the Asyncify pass, and what JavaScript needs.
function(asyncfor__finish name)
  set(compile "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../bindings/compile")
  add_custom_command(
    TARGET ${name} POST_BUILD
    COMMAND "${ASYNCFOR_NODE}" "${compile}/finish.js" $<TARGET_FILE:${name}>
            --wasm-opt "${ASYNCFOR_WASM_OPT}" ${ARGN}
    COMMENT "Finishing ${name}" VERBATIM)
  file(GLOB scripts CONFIGURE_DEPENDS "${compile}/*.js")
  # What they import, and what they put into a module.
  set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${scripts} "${compile}/../descriptors.js")
  if(NOT ASYNCFOR_SHARED_BINDINGS)
    file(GLOB bindings CONFIGURE_DEPENDS "${compile}/../../dist/bindings/*.js")
    set_property(TARGET ${name} APPEND PROPERTY LINK_DEPENDS ${bindings})
  endif()
endfunction()

# What precedes the link: flags that cannot work, however the target came by them.
function(asyncfor__refuse_flags name)
  add_custom_command(
    TARGET ${name} PRE_LINK
    COMMAND "${ASYNCFOR_NODE}"
            "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../bindings/compile/refused-flags.js" --
            "${CMAKE_C_FLAGS} ${CMAKE_CXX_FLAGS} ${CMAKE_EXE_LINKER_FLAGS}"
            "$<TARGET_PROPERTY:${name},LINK_OPTIONS>"
    VERBATIM COMMAND_EXPAND_LISTS)
endfunction()

# Refuses what the function that calls this one was given: `call` says which that is.
function(asyncfor__check_arguments call)
  if(TARGET ${name})
    message(FATAL_ERROR "${call}: there is a target of that name already")
  endif()
  if(ARG_UNPARSED_ARGUMENTS)
    list(JOIN ARG_UNPARSED_ARGUMENTS " " unknown)
    message(FATAL_ERROR "${call}: unknown arguments: ${unknown}")
  endif()
  if(NOT ARG_SOURCES)
    message(FATAL_ERROR "${call}: SOURCES must name at least one C file")
  endif()
  foreach(source ${ARG_SOURCES})
    get_filename_component(path "${source}" ABSOLUTE)
    get_property(generated SOURCE "${source}" PROPERTY GENERATED)
    if(NOT generated AND NOT EXISTS "${path}" AND NOT source MATCHES "\\$<")
      message(FATAL_ERROR "${call}: there is no source ${path}")
    endif()
  endforeach()
endfunction()

# Adds the target that the function that calls this one was asked for.
function(asyncfor__add_target kind name)
  get_filename_component(directory "${ARG_OUTPUT_DIRECTORY}" ABSOLUTE BASE_DIR
                         "${CMAKE_CURRENT_BINARY_DIR}")
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE ${ARG_LIBRARIES} asyncfor)
  target_compile_definitions(${name} PRIVATE ${ARG_DEFINITIONS})
  target_link_options(${name} PRIVATE ${ARG_OPTIONS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY "${directory}")
  if(EMSCRIPTEN)
    get_property(link_options GLOBAL PROPERTY asyncfor_${kind}_link_options)
    target_link_options(${name} PRIVATE ${link_options})
    set_target_properties(${name} PROPERTIES SUFFIX ".wasm")
    asyncfor__refuse_flags(${name})
  endif()
endfunction()

function(asyncfor_add_program name)
  cmake_parse_arguments(PARSE_ARGV 1 ARG "" "OUTPUT_DIRECTORY"
                        "SOURCES;LIBRARIES;DEFINITIONS;OPTIONS")
  asyncfor__check_arguments("asyncfor_add_program(${name})")
  asyncfor__add_target(program ${name})
  if(EMSCRIPTEN)
    target_link_libraries(${name} PRIVATE asyncfor_program)
    asyncfor__finish(${name} --program)
  endif()
endfunction()

function(asyncfor_add_module name)
  if(NOT EMSCRIPTEN)
    message(FATAL_ERROR "asyncfor_add_module(${name}): a module is for JavaScript and needs "
                        "Emscripten: configure a new build folder by 'emcmake cmake'")
  endif()
  cmake_parse_arguments(PARSE_ARGV 1 ARG "SINGLE_FILE" "OUTPUT_DIRECTORY"
                        "SOURCES;LIBRARIES;DEFINITIONS;OPTIONS")
  asyncfor__check_arguments("asyncfor_add_module(${name})")
  asyncfor__add_target(module ${name})
  set(options)
  # The modules of this project itself share the bindings.
  if(ASYNCFOR_SHARED_BINDINGS)
    get_target_property(directory ${name} RUNTIME_OUTPUT_DIRECTORY)
    file(RELATIVE_PATH bindings "${directory}" "${CMAKE_CURRENT_FUNCTION_LIST_DIR}/../bindings")
    list(APPEND options --bindings "${bindings}")
  endif()
  if(ARG_SINGLE_FILE)
    list(APPEND options --single-file)
  endif()
  asyncfor__finish(${name} ${options})
  set(stem $<TARGET_FILE_DIR:${name}>/$<TARGET_FILE_BASE_NAME:${name}>)
  set_property(TARGET ${name} APPEND PROPERTY ADDITIONAL_CLEAN_FILES ${stem}.mjs ${stem}.d.mts
                                                                     ${stem}.d.ts)
endfunction()
